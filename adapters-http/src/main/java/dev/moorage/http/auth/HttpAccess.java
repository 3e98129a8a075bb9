package dev.moorage.http.auth;

import dev.moorage.application.event.RegistryEvents;
import dev.moorage.application.port.in.access.Authorize;
import dev.moorage.application.port.in.access.IssueToken;
import java.util.Objects;
import java.util.Optional;

/**
 * The access control of the HTTP interface.
 *
 * @param authorize decides about each request
 * @param challenges what the registry answers to requests without valid credentials
 * @param tokens issues tokens at {@code /v2/token}, or is empty where the registry issues none
 * @param certificates finds the users of client certificates. Only a server that verifies certificates may have another one
 *     than {@link CertificateUsers#NONE}
 * @param events take the events of requests
 */
public record HttpAccess(
        Authorize authorize,
        Challenges challenges,
        Optional<IssueToken> tokens,
        CertificateUsers certificates,
        RegistryEvents events) {
    public HttpAccess {
        Objects.requireNonNull(authorize);
        Objects.requireNonNull(challenges);
        Objects.requireNonNull(tokens);
        Objects.requireNonNull(certificates);
        Objects.requireNonNull(events);
    }

    /** Access control without events, and without users of certificates. */
    public HttpAccess(Authorize authorize, Challenges challenges, Optional<IssueToken> tokens) {
        this(authorize, challenges, tokens, CertificateUsers.NONE, RegistryEvents.NONE);
    }

    /** Access control without tokens of the registry. */
    public HttpAccess(Authorize authorize, Challenges challenges) {
        this(authorize, challenges, Optional.empty());
    }
}
