package dev.moorage.application.service.blob;

import dev.moorage.application.layout.RegistryKeys;
import dev.moorage.application.port.in.blob.BlobChangedException;
import dev.moorage.application.port.in.blob.BlobContent;
import dev.moorage.application.port.in.blob.BlobInfo;
import dev.moorage.application.port.in.blob.GetBlob;
import dev.moorage.domain.blob.ByteRange;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.error.ErrorCode;
import dev.moorage.domain.error.RegistryError;
import dev.moorage.domain.error.RegistryException;
import dev.moorage.domain.name.RepositoryName;
import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.object.ObjectContent;
import dev.moorage.storage.spi.object.PresignRequest;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;

/** Reads blobs, or redirects the client to the store if the store can serve them itself. */
final class GetBlobService implements GetBlob {
    /** The lifetime of a redirect URL. Stores check it when a request begins, not during the request. */
    private static final Duration REDIRECT_LIFE = Duration.ofMinutes(5);

    private final StorageDriver storage;
    private final RepositoryBlobs blobs;
    private final boolean redirects;

    GetBlobService(StorageDriver storage, RepositoryBlobs blobs, boolean redirects) {
        this.storage = storage;
        this.blobs = blobs;
        this.redirects = redirects;
    }

    @Override
    public BlobInfo stat(RepositoryName repository, Digest digest) throws IOException {
        return blobs.find(repository, digest).orElseThrow(() -> unknown(digest));
    }

    /** A client that opens a blob has seen it in a manifest. One that asks for its size often pushes what is not there. */
    @Override
    public BlobInfo request(RepositoryName repository, Digest digest) throws IOException {
        return blobs.findExpected(repository, digest).orElseThrow(() -> unknown(digest));
    }

    @Override
    public BlobContent open(BlobInfo blob, ByteRange range) throws IOException {
        ObjectContent content = storage.open(
                        RegistryKeys.blob(blob.digest()),
                        new dev.moorage.storage.spi.object.ByteRange(range.offset(), range.length()))
                .orElseThrow(() -> unknown(blob.digest()));
        if (content.info().size() != blob.size()) {
            content.close();
            throw new BlobChangedException(blob.digest());
        }
        return new OpenBlob(content, content.transfer().map(direct -> direct::to));
    }

    @Override
    public Optional<URI> redirect(BlobInfo blob) throws IOException {
        return redirects
                ? storage.presign(new PresignRequest(RegistryKeys.blob(blob.digest()), REDIRECT_LIFE))
                : Optional.empty();
    }

    static RegistryException unknown(Digest digest) {
        return new RegistryException(RegistryError.of(ErrorCode.BLOB_UNKNOWN).about("digest", digest.toString()));
    }

    /** Adapts the storage driver's content to the use case's port, which does not depend on the driver. */
    private record OpenBlob(ObjectContent content, Optional<Transfer> transfer) implements BlobContent {
        @Override
        public int read(ByteBuffer destination) throws IOException {
            return content.read(destination);
        }

        @Override
        public void close() {
            content.close();
        }
    }
}
