package dev.moorage.http.access;

import java.time.Duration;
import java.util.Objects;

/** Whether a request may begin. */
public sealed interface AccessDecision {
    /** It may, and this is what else its caller may do. */
    record Granted(Grant grant) implements AccessDecision {
        public Granted {
            Objects.requireNonNull(grant);
        }
    }

    /** 401: the caller must say who it is. */
    record Challenge(String wwwAuthenticate) implements AccessDecision {
        public Challenge {
            Objects.requireNonNull(wwwAuthenticate);
        }
    }

    /** 403: the caller is known, and may not. */
    record Denied() implements AccessDecision {}

    /** 429: logins from this address have failed too often. */
    record Throttled(Duration retryAfter) implements AccessDecision {
        public Throttled {
            Objects.requireNonNull(retryAfter);
        }
    }

    /** 503: more logins wait for their check than may. */
    record Busy(Duration retryAfter) implements AccessDecision {
        public Busy {
            Objects.requireNonNull(retryAfter);
        }
    }
}
