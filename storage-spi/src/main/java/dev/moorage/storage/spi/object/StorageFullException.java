package dev.moorage.storage.spi.object;

import java.io.IOException;

/**
 * Thrown when the store has no room for more bytes or names. What was durable stays. The caller can make the call again
 * later.
 */
public final class StorageFullException extends IOException {
    private static final long serialVersionUID = 1L;

    public StorageFullException(IOException cause) {
        super("storage is full", cause);
    }
}
