package dev.moorage.application.port.in.access;

import dev.moorage.domain.access.Decision;
import java.time.Duration;
import java.util.Objects;

/** Whether a request may begin. */
public sealed interface AccessResult {
    /** The request may begin. */
    record Granted(Caller caller) implements AccessResult {
        public Granted {
            Objects.requireNonNull(caller);
        }
    }

    /** The caller must send credentials, or other ones: {@code UNAUTHORIZED} of the OCI Distribution Specification. */
    record Unauthenticated(Reason reason) implements AccessResult {
        public Unauthenticated {
            Objects.requireNonNull(reason);
        }
    }

    /** Why a caller must send credentials. The names of the last two are those of RFC 6750. */
    enum Reason {
        /** There are none, and a caller without credentials may not do this. */
        MISSING,
        /** The password is wrong. */
        REJECTED,
        /** The token is malformed, has ended, or is not valid for another reason. */
        INVALID_TOKEN,
        /** The token is valid, and limited to something else. */
        INSUFFICIENT_SCOPE
    }

    /** The caller is known, and may not do this: {@code DENIED} of the OCI Distribution Specification. */
    record Forbidden(Caller caller, Decision decision) implements AccessResult {
        public Forbidden {
            Objects.requireNonNull(caller);
            Objects.requireNonNull(decision);
        }
    }

    /** Too many logins from the address have failed. */
    record Throttled(Duration retryAfter) implements AccessResult {
        public Throttled {
            Objects.requireNonNull(retryAfter);
        }
    }

    /** The credentials cannot be checked now. */
    record Unavailable(Duration retryAfter) implements AccessResult {
        public Unavailable {
            Objects.requireNonNull(retryAfter);
        }
    }
}
