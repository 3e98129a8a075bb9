package dev.moorage.application.port.in.upload;

import dev.moorage.application.port.in.access.Caller;
import dev.moorage.domain.digest.DigestAlgorithm;
import dev.moorage.domain.name.RepositoryName;
import java.io.IOException;

/**
 * Starts an upload, {@code POST /v2/<name>/blobs/uploads/}: OCI Distribution Specification, section "Pushing blobs".
 * Nothing is stored.
 */
public interface StartUpload {
    /**
     * Returns the location of a new upload.
     *
     * @param caller the caller that may continue the upload
     * @param algorithm the algorithm that hashes the upload as it arrives
     * @throws IOException storage failed, which is asked where the repository has a quota
     */
    UploadProgress start(Caller caller, RepositoryName repository, DigestAlgorithm algorithm) throws IOException;
}
