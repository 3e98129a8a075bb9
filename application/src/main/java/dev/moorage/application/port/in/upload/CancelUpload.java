package dev.moorage.application.port.in.upload;

import java.io.IOException;

/** Ends an upload and drops its bytes, {@code DELETE} on it. */
public interface CancelUpload {
    /**
     * @throws IOException storage failed
     */
    CancelResult cancel(UploadRequest upload) throws IOException;
}
