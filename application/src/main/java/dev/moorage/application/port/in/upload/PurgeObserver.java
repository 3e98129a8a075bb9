package dev.moorage.application.port.in.upload;

import java.io.IOException;

/** Hears of a purge as it goes on. */
public interface PurgeObserver {
    /** An upload was purged, or would have been. */
    void purged(PurgedUpload upload);

    /**
     * Something could not be read or ended, and was left.
     *
     * @param key an upload's, or a folder's that could not be listed
     */
    void failed(String key, IOException reason);
}
