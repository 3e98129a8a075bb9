package dev.moorage.application.port.in.upload;

import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.upload.ChunkRange;
import java.io.IOException;
import java.util.Optional;

/**
 * Completes an upload, {@code PUT …?digest=} with or without a last chunk, or the whole blob in it: OCI Distribution
 * Specification, sections "POST then PUT" and "Pushing a blob in chunks". When it says committed, the blob is there,
 * through a power cut.
 */
public interface CompleteUpload {
    /**
     * @param stillAllowed asked again at the commit, since a long body may outlast a right
     * @throws IOException storage failed; the upload stays as far as it was durable
     */
    CompleteResult complete(
            UploadRequest upload, Digest digest, Optional<ChunkRange> range, UploadBody body, PushRight stillAllowed)
            throws IOException;
}
