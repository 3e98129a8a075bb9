package dev.moorage.application.port.in.upload;

import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.upload.ChunkRange;
import java.io.IOException;
import java.util.Optional;

/**
 * Completes an upload, {@code PUT …?digest=}, with no body, a last chunk, or the whole blob: OCI Distribution
 * Specification, sections "POST then PUT" and "Pushing a blob in chunks". A committed blob survives a power cut.
 */
public interface CompleteUpload {
    /**
     * Appends the request body, if there is one, and commits the upload as a blob.
     *
     * @param digest the digest that the blob must have
     * @param range the last chunk's {@code Content-Range}, if it has one
     * @param stillAllowed checked again at the commit, because the right to push may end while a long body arrives
     * @throws IOException storage failed. The upload keeps its durable bytes
     */
    CompleteResult complete(
            UploadRequest upload, Digest digest, Optional<ChunkRange> range, UploadBody body, PushRight stillAllowed)
            throws IOException;
}
