package dev.moorage.application.port.out.identity;

import java.util.Objects;

/** The result of verifying a token. */
public sealed interface TokenVerification {
    /** The token is valid now. */
    record Valid(VerifiedToken token) implements TokenVerification {
        public Valid {
            Objects.requireNonNull(token);
        }
    }

    /** The token was valid until its end. Everything but its end was verified. */
    record Expired(VerifiedToken token) implements TokenVerification {
        public Expired {
            Objects.requireNonNull(token);
        }
    }

    /**
     * The token must not be accepted.
     *
     * @param reason why, for the operator. It never holds a part of the token that was not verified
     */
    record Invalid(String reason) implements TokenVerification {
        public Invalid {
            Objects.requireNonNull(reason);
        }
    }

    /** The token is not of the issuers that this verifier knows. Another verifier may know it. */
    record Foreign() implements TokenVerification {}

    /** The keys of the issuer cannot be had now. */
    record Unavailable(String reason) implements TokenVerification {
        public Unavailable {
            Objects.requireNonNull(reason);
        }
    }
}
