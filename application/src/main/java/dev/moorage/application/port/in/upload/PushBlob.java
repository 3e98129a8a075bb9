package dev.moorage.application.port.in.upload;

import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.name.RepositoryName;
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
     * @param digest the digest that the blob must have
     * @param stillAllowed checked again at the commit, because the right to push may end while a long body arrives
     * @throws IOException storage failed
     */
    CompleteResult push(RepositoryName repository, Digest digest, UploadBody body, PushRight stillAllowed)
            throws IOException;
}
