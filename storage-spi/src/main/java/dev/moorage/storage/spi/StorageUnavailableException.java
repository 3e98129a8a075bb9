package dev.moorage.storage.spi;

import java.io.IOException;

/**
 * Thrown when the store, or the part of it that holds a key, cannot be used now: for example, a volume is not mounted or a
 * folder is refused. The content of that part is unknown, so none of its objects counts as absent. The caller can make the
 * call again later.
 */
public final class StorageUnavailableException extends IOException {
    private static final long serialVersionUID = 1L;

    /**
     * @param reason for operators. It names keys at most
     */
    public StorageUnavailableException(String reason) {
        super(reason);
    }
}
