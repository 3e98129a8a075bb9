package dev.moorage.application.port.out.identity;

import dev.moorage.domain.access.Subject;
import java.util.Optional;

/** Checks passwords. */
public interface Authenticator extends AutoCloseable {
    /** Checks one login. The call may block while a hash is computed or a server is asked. Repeating it is harmless. */
    Authentication authenticate(LoginAttempt login);

    /**
     * Returns the fingerprint of a user's password as it is stored now, see {@link Authentication.Accepted}. The result is
     * empty when the provider no longer has the user. The call does not block for long.
     */
    Optional<String> fingerprint(Subject.User user);

    /** Stops the threads of this authenticator, if it has any. */
    @Override
    default void close() {}
}
