package dev.moorage.identity.htpasswd;

import dev.moorage.identity.password.PasswordHashException;

/** Thrown when an htpasswd file must not be used. The message names the line and the reason. */
public final class InvalidHtpasswdException extends Exception {
    private static final long serialVersionUID = 1L;

    /**
     * @param line the number of the line, from 1
     * @param reason what is wrong with its hash
     */
    InvalidHtpasswdException(int line, PasswordHashException reason) {
        super("line " + line + " " + reason.getMessage(), reason);
    }
}
