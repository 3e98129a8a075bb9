package dev.moorage.application.port.in.upload;

import dev.moorage.application.port.in.access.Caller;
import dev.moorage.domain.digest.DigestAlgorithm;
import dev.moorage.domain.name.RepositoryName;

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
     */
    UploadProgress start(Caller caller, RepositoryName repository, DigestAlgorithm algorithm);
}
