package dev.moorage.application.port.in.upload;

import java.io.IOException;

/**
 * Reports the offset of an upload, {@code GET} or {@code HEAD} on an upload: OCI Distribution Specification, section
 * "Pushing a blob in chunks". A client uses it to resume after a lost connection. A writer that still holds the upload
 * is ended, and all durable bytes are acknowledged.
 */
public interface GetUploadStatus {
    /**
     * Returns how far an upload has come.
     *
     * @throws IOException storage failed
     */
    StatusResult status(UploadRequest upload) throws IOException;
}
