package dev.moorage.identity.password;

/** Thrown for a hash that must not be compared with. */
public final class PasswordHashException extends Exception {
    private static final long serialVersionUID = 1L;

    /** @param message what the cost is, what it may be, and how such a hash is made */
    PasswordHashException(String message) {
        super(message);
    }
}
