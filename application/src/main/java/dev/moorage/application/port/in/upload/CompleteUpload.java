package dev.moorage.application.port.in.upload;

import java.io.IOException;

/**
 * Completes an upload, {@code PUT …?digest=}, with no body, a last chunk, or the whole blob: OCI Distribution
 * Specification, sections "POST then PUT" and "Pushing a blob in chunks". A committed blob survives a power cut.
 */
public interface CompleteUpload {
    /**
     * Appends the request body, if there is one, and commits the upload as a blob.
     *
     * @throws IOException storage failed. The upload keeps its durable bytes
     */
    CompleteResult complete(CompleteUploadCommand command) throws IOException;
}
