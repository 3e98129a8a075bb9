package dev.moorage.http.auth;

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
 */
public record HttpAccess(Authorize authorize, Challenges challenges, Optional<IssueToken> tokens) {
    public HttpAccess {
        Objects.requireNonNull(authorize);
        Objects.requireNonNull(challenges);
        Objects.requireNonNull(tokens);
    }

    /** Access control without tokens of the registry. */
    public HttpAccess(Authorize authorize, Challenges challenges) {
        this(authorize, challenges, Optional.empty());
    }
}
