package dev.moorage.application.service.maintenance;

import dev.moorage.application.layout.RegistryKeys;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.digest.DigestAlgorithm;
import dev.moorage.domain.digest.Hasher;
import dev.moorage.storage.spi.BodySource;
import dev.moorage.storage.spi.ByteRange;
import dev.moorage.storage.spi.ObjectContent;
import dev.moorage.storage.spi.ObjectInfo;
import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.io.TransferBuffers;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;

/** The bytes of blobs as they are, whatever their keys say. */
final class StoredBlobs {
    private final StorageDriver storage;
    private final TransferBuffers buffers;

    StoredBlobs(StorageDriver storage, TransferBuffers buffers) {
        this.storage = storage;
        this.buffers = buffers;
    }

    /**
     * What reading a blob has shown.
     *
     * @param info the version that was read
     * @param actual what its bytes hash to
     */
    record Read(ObjectInfo info, Digest actual) {}

    Optional<ObjectInfo> stat(Digest blob) throws IOException {
        return storage.stat(RegistryKeys.blob(blob));
    }

    /** Reads a blob to its end; empty when it is not there. */
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
                // Hashed as it is read.
            }
            return Optional.of(new Read(content.info(), hasher.digest()));
        }
    }

    /** What is left of a content, hashed as it is read. */
    static BodySource hashed(ObjectContent content, Hasher hasher) {
        return destination -> {
            ByteBuffer read = destination.duplicate();
            int count = content.read(destination);
            if (count > 0) {
                hasher.update(read.limit(destination.position()));
            }
            return count;
        };
    }
}
