package dev.moorage.application.port.out.identity;

import dev.moorage.domain.access.Subject;

/** Checks passwords. */
public interface Authenticator extends AutoCloseable {
    /** Checks one login. The call may block while a hash is computed or a server is asked. Repeating it is harmless. */
    Authentication authenticate(LoginAttempt login);

    /**
     * Whether a user still has the password of a fingerprint, see {@link Authentication.Accepted}. It has not when the provider no
     * longer has the user. While a secret is replaced by another one, fingerprints that were made with either are accepted. The
     * call does not block for long.
     */
    boolean isCurrent(Subject.User user, String fingerprint);

    /** Stops the threads of this authenticator, if it has any. */
    @Override
    default void close() {}
}
