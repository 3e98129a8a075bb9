package dev.moorage.application.port.in.upload;

import java.io.IOException;

/**
 * Pushes a whole blob in one request, {@code POST /v2/<name>/blobs/uploads/?digest=}: OCI Distribution Specification,
 * section "Single POST". If the digest does not match or the body ends early, the client can continue it as a started
 * upload.
 */
public interface PushBlob {
    /**
     * Receives a blob, compares its digest, and publishes it.
     *
     * @throws IOException storage failed
     */
    CompleteResult push(PushBlobCommand command) throws IOException;
}
