package dev.moorage.application.service.maintenance;

import dev.moorage.application.hash.Hasher;
import dev.moorage.application.layout.RegistryKeys;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.digest.DigestAlgorithm;
import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.io.TransferBuffers;
import dev.moorage.storage.spi.object.ByteRange;
import dev.moorage.storage.spi.object.ObjectContent;
import dev.moorage.storage.spi.object.ObjectInfo;
import dev.moorage.storage.spi.staging.BodySource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;

/** Reads the bytes of blobs and computes their digests. */
final class StoredBlobs {
    private final StorageDriver storage;
    private final TransferBuffers buffers;

    StoredBlobs(StorageDriver storage, TransferBuffers buffers) {
        this.storage = storage;
        this.buffers = buffers;
    }

    /**
     * The result of reading a blob.
     *
     * @param info the version that was read
     * @param actual the digest of its bytes
     */
    record Read(ObjectInfo info, Digest actual) {}

    Optional<ObjectInfo> stat(Digest blob) throws IOException {
        return storage.stat(RegistryKeys.blob(blob));
    }

    /** Reads a blob to its end. The result is empty if the blob does not exist. */
    Optional<Read> read(Digest blob, DigestAlgorithm algorithm) throws IOException {
        Optional<ObjectContent> found = storage.open(RegistryKeys.blob(blob), ByteRange.WHOLE);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        try (ObjectContent content = found.get();
                TransferBuffers.Lease lease = buffers.large()) {
            Hasher hasher = Hasher.of(algorithm);
            BodySource source = hashed(content, hasher);
            while (source.read(lease.buffer().clear()) >= 0) {
                // The source hashes the bytes.
            }
            return Optional.of(new Read(content.info(), hasher.digest()));
        }
    }

    /** Returns a source of the remaining bytes of a content. The source hashes them as they are read. */
    static BodySource hashed(ObjectContent content, Hasher hasher) {
        return BodySource.of(destination -> {
            ByteBuffer read = destination.duplicate();
            int count = content.read(destination);
            if (count > 0) {
                hasher.update(read.limit(destination.position()));
            }
            return count;
        });
    }
}
