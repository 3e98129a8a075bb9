package dev.moorage.identity.login;

import dev.moorage.application.port.out.identity.Authenticator;

/** An authenticator that may be one of several. */
public interface PasswordProvider extends Authenticator {
    /** Returns whether a user with this name may be this provider's. The call does not block for long. */
    boolean mayHave(String user);
}
