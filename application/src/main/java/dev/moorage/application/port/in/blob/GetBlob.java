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
     * Returns the size of a blob that is visible in the repository.
     *
     * @throws dev.moorage.domain.error.RegistryException {@code BLOB_UNKNOWN}
     * @throws IOException storage failed
     */
    BlobInfo stat(RepositoryName repository, Digest digest) throws IOException;

    /**
     * Returns the size of a blob whose bytes the caller opens next. Where the blob has to be fetched from another registry, the
     * fetch begins.
     *
     * @throws dev.moorage.domain.error.RegistryException {@code BLOB_UNKNOWN}
     * @throws IOException storage failed, or the other registry
     */
    default BlobInfo request(RepositoryName repository, Digest digest) throws IOException {
        return stat(repository, digest);
    }

    /**
     * Opens the bytes of a blob that {@link #stat} has returned.
     *
     * @param range the bytes to read
     * @throws dev.moorage.domain.error.RegistryException {@code BLOB_UNKNOWN} if the blob was deleted after
     *     {@code stat}
     * @throws BlobChangedException the object has another size than {@code blob} says
     * @throws IOException storage failed
     */
    BlobContent open(BlobInfo blob, ByteRange range) throws IOException;

    /**
     * Returns a URL at which the client can read the blob from the store itself. The result is empty if the registry
     * serves the blob.
     *
     * @throws IOException storage failed
     */
    Optional<URI> redirect(BlobInfo blob) throws IOException;
}
