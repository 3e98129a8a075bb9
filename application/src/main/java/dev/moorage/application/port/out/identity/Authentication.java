package dev.moorage.application.port.out.identity;

import dev.moorage.domain.access.Subject;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/** The result of checking a password. */
public sealed interface Authentication {
    /**
     * The password is right.
     *
     * @param fingerprint a text that changes with the stored password, or empty where the provider has none. A token that
     *     holds another fingerprint is no longer valid
     */
    record Accepted(Subject.User user, Optional<String> fingerprint) implements Authentication {
        public Accepted {
            Objects.requireNonNull(user);
            Objects.requireNonNull(fingerprint);
        }
    }

    /** The password is wrong, or there is no such user. Neither the answer nor its duration shows which. */
    record Rejected() implements Authentication {}

    /** Too many logins from the address have failed, and this one was not checked. */
    record Throttled(Duration retryAfter) implements Authentication {
        public Throttled {
            Objects.requireNonNull(retryAfter);
        }
    }

    /** The provider cannot check the password now: it is down, or too many checks are waiting. */
    record Unavailable(Duration retryAfter) implements Authentication {
        public Unavailable {
            Objects.requireNonNull(retryAfter);
        }
    }
}
