package dev.moorage.application.port.in.upload;

import dev.moorage.domain.digest.DigestAlgorithm;
import dev.moorage.domain.name.RepositoryName;

/**
 * Starts an upload, {@code POST /v2/<name>/blobs/uploads/}: OCI Distribution Specification, section "Pushing blobs".
 * Nothing is stored.
 */
public interface StartUpload {
    /**
     * @param algorithm what the upload will be hashed with as it arrives
     */
    UploadProgress start(RepositoryName repository, DigestAlgorithm algorithm);
}
