package dev.moorage.identity.jwt;

/** Thrown for a text that is no signed token, or whose claims have other types than the specification says. */
public final class MalformedTokenException extends Exception {
    private static final long serialVersionUID = 1L;

    /** @param reason a fixed text. It holds nothing of the token */
    public MalformedTokenException(String reason) {
        super(reason);
    }
}
