package dev.moorage.identity.keys;

/** Thrown while the keys of tokens cannot be had. */
public final class KeysUnavailableException extends Exception {
    private static final long serialVersionUID = 1L;

    public KeysUnavailableException(String message) {
        super(message);
    }
}
