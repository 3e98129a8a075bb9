package dev.moorage.storage.spi;

import java.io.IOException;

/**
 * The store, or the part of it that a key is in, cannot be used now: a volume that is not mounted, a folder that is refused.
 * Nothing is known of what it holds, so no object of it counts as absent. The call can be made again later.
 */
public final class StorageUnavailableException extends IOException {
    private static final long serialVersionUID = 1L;

    /**
     * @param reason for operators; names keys at the most
     */
    public StorageUnavailableException(String reason) {
        super(reason);
    }
}
