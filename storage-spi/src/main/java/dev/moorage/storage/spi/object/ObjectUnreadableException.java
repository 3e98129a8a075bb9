package dev.moorage.storage.spi.object;

import java.io.IOException;

/**
 * An object or a folder exists and cannot be read, although the backend works: for example, its file belongs to another user. Repeating
 * the call does not help.
 */
public final class ObjectUnreadableException extends IOException {
    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception.
     *
     * @param reason why, without paths
     */
    public ObjectUnreadableException(String reason) {
        super(reason);
    }
}
