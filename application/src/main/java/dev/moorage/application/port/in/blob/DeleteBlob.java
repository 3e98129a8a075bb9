package dev.moorage.application.port.in.blob;

import dev.moorage.application.port.in.access.Caller;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.name.RepositoryName;
import java.io.IOException;

/** Deletes a blob from a repository, {@code DELETE /v2/<name>/blobs/<digest>}. Other repositories keep it. */
public interface DeleteBlob {
    /**
     * Deletes the repository's link to a blob.
     *
     * @throws dev.moorage.domain.error.RegistryException {@code BLOB_UNKNOWN} or {@code UNSUPPORTED}
     * @throws dev.moorage.application.port.in.access.WriteOnceException a write-once tag needs the blob
     * @throws IOException storage failed
     */
    void delete(Caller caller, RepositoryName repository, Digest digest) throws IOException;
}
