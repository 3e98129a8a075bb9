package dev.moorage.application.port.in.blob;

import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.name.RepositoryName;
import java.io.IOException;

/** Removes a blob from a repository, {@code DELETE /v2/<name>/blobs/<digest>}; other repositories keep it. */
public interface DeleteBlob {
    /**
     * @throws dev.moorage.domain.error.RegistryException {@code BLOB_UNKNOWN} or {@code UNSUPPORTED}
     * @throws IOException storage failed
     */
    void delete(RepositoryName repository, Digest digest) throws IOException;
}
