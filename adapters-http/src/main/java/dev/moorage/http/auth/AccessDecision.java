package dev.moorage.http.auth;

import dev.moorage.application.port.in.access.Caller;
import java.time.Duration;
import java.util.Objects;

/** The decision whether a request may begin. */
public sealed interface AccessDecision {
    /** The request may begin. The caller is asked again at later steps. */
    record Granted(Caller caller) implements AccessDecision {
        public Granted {
            Objects.requireNonNull(caller);
        }
    }

    /** 401: the caller must send credentials. */
    record Challenge(String wwwAuthenticate) implements AccessDecision {
        public Challenge {
            Objects.requireNonNull(wwwAuthenticate);
        }
    }

    /** 403: the caller is authenticated, but may not do this. */
    record Denied() implements AccessDecision {}

    /** 429: too many logins from this address have failed. */
    record Throttled(Duration retryAfter) implements AccessDecision {
        public Throttled {
            Objects.requireNonNull(retryAfter);
        }
    }

    /** 503: too many logins are waiting for their password check. */
    record Busy(Duration retryAfter) implements AccessDecision {
        public Busy {
            Objects.requireNonNull(retryAfter);
        }
    }
}
