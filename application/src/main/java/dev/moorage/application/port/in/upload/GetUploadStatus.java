package dev.moorage.application.port.in.upload;

import java.io.IOException;

/**
 * Tells where an upload stands, {@code GET} or {@code HEAD} on it: OCI Distribution Specification, section "Pushing a blob
 * in chunks". The way back for a client that lost its connection: a writer that still holds the upload is ended, and all
 * that is durable becomes acknowledged.
 */
public interface GetUploadStatus {
    /**
     * @throws IOException storage failed
     */
    StatusResult status(UploadRequest upload) throws IOException;
}
