package dev.moorage.application.port.in.blob;

import dev.moorage.domain.blob.ByteRange;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.name.RepositoryName;
import java.io.IOException;
import java.net.URI;
import java.util.Optional;

/**
 * Reads a blob, {@code GET} and {@code HEAD /v2/<name>/blobs/<digest>}: OCI Distribution Specification, section "Pulling
 * blobs".
 */
public interface GetBlob {
    /**
     * The blob as the repository sees it.
     *
     * @throws dev.moorage.domain.error.RegistryException {@code BLOB_UNKNOWN}
     * @throws IOException storage failed
     */
    BlobInfo stat(RepositoryName repository, Digest digest) throws IOException;

    /**
     * The bytes of a blob that {@link #stat} told about.
     *
     * @throws dev.moorage.domain.error.RegistryException {@code BLOB_UNKNOWN} when it went away meanwhile
     * @throws BlobChangedException the object has another size than {@code blob} says
     * @throws IOException storage failed
     */
    BlobContent open(BlobInfo blob, ByteRange range) throws IOException;

    /**
     * A URL at which the client can read the blob itself; empty where the registry serves it.
     *
     * @throws IOException storage failed
     */
    Optional<URI> redirect(BlobInfo blob) throws IOException;
}
