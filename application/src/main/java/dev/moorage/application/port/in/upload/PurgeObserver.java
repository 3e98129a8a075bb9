package dev.moorage.application.port.in.upload;

import java.io.IOException;

/** Receives the progress of a purge. */
public interface PurgeObserver {
    /** Called after an upload was purged. In a dry run it would have been purged. */
    void purged(PurgedUpload upload);

    /**
     * Called after an upload or a folder failed. It is left as it is.
     *
     * @param key the key of the upload that could not be read or ended, or of the folder that could not be listed
     */
    void failed(String key, IOException reason);
}
