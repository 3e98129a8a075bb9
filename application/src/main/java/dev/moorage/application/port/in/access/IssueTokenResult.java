package dev.moorage.application.port.in.access;

import dev.moorage.domain.access.AccessSet;
import dev.moorage.domain.access.Subject;
import java.time.Duration;
import java.util.Objects;

/** Whether a token was issued. */
public sealed interface IssueTokenResult {
    /**
     * The token was issued.
     *
     * @param subject the caller that the token was issued to
     * @param id identifies the token, for logs
     * @param cap the scopes that the token is limited to
     * @param life how long the token is valid
     */
    record Issued(Subject subject, String token, String id, AccessSet cap, Duration life) implements IssueTokenResult {
        public Issued {
            Objects.requireNonNull(subject);
            Objects.requireNonNull(token);
            Objects.requireNonNull(id);
            Objects.requireNonNull(cap);
            Objects.requireNonNull(life);
        }

        /** Keeps the token out of logs and test reports. */
        @Override
        public String toString() {
            return "token for " + cap;
        }
    }

    /**
     * The credentials were not accepted.
     *
     * @param reason why: never {@link AccessResult.Granted}
     */
    record Refused(AccessResult reason) implements IssueTokenResult {
        public Refused {
            Objects.requireNonNull(reason);
        }
    }

    /** The scopes and the groups of the user make a token that is longer than a request can carry. */
    record TooLong() implements IssueTokenResult {}
}
