package dev.moorage.http.auth;

/** Thrown when an htpasswd file must not be used. The message names the line and the reason. */
public final class InvalidHtpasswdException extends Exception {
    private static final long serialVersionUID = 1L;

    InvalidHtpasswdException(String message) {
        super(message);
    }
}
