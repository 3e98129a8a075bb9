package dev.moorage.application.port.in.upload;

import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.name.RepositoryName;
import java.io.IOException;

/**
 * Pushes a whole blob in one request, {@code POST /v2/<name>/blobs/uploads/?digest=}: OCI Distribution Specification,
 * section "Single POST". Where the digest does not match or the body breaks, it goes on as an upload that was just started.
 */
public interface PushBlob {
    /**
     * @throws IOException storage failed
     */
    CompleteResult push(RepositoryName repository, Digest digest, UploadBody body, PushRight stillAllowed)
            throws IOException;
}
