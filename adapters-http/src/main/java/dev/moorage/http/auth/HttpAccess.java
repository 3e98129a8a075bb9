package dev.moorage.http.auth;

import dev.moorage.application.port.in.access.Authorize;
import dev.moorage.application.port.in.access.IssueToken;
import dev.moorage.application.port.out.audit.AuditTrail;
import java.util.Objects;
import java.util.Optional;

/**
 * The access control of the HTTP interface.
 *
 * @param authorize decides about each request
 * @param challenges what the registry answers to requests without valid credentials
 * @param tokens issues tokens at {@code /v2/token}, or is empty where the registry issues none
 * @param audit takes an event for each request that it is about
 */
public record HttpAccess(Authorize authorize, Challenges challenges, Optional<IssueToken> tokens, AuditTrail audit) {
    public HttpAccess {
        Objects.requireNonNull(authorize);
        Objects.requireNonNull(challenges);
        Objects.requireNonNull(tokens);
        Objects.requireNonNull(audit);
    }

    /** Access control that is not audited. */
    public HttpAccess(Authorize authorize, Challenges challenges, Optional<IssueToken> tokens) {
        this(authorize, challenges, tokens, AuditTrail.NONE);
    }

    /** Access control without tokens of the registry. */
    public HttpAccess(Authorize authorize, Challenges challenges) {
        this(authorize, challenges, Optional.empty());
    }
}
