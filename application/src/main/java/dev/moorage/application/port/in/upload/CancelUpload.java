package dev.moorage.application.port.in.upload;

import java.io.IOException;

/** Ends an upload and deletes its bytes, {@code DELETE} on an upload. */
public interface CancelUpload {
    /**
     * Cancels an upload.
     *
     * @throws IOException storage failed
     */
    CancelResult cancel(UploadRequest upload) throws IOException;
}
