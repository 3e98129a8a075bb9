package dev.moorage.application.storage;

import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.object.ByteRange;
import dev.moorage.storage.spi.object.ObjectContent;
import dev.moorage.storage.spi.object.ObjectKey;
import dev.moorage.storage.spi.object.ObjectVersion;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;

/** Reads small objects into memory. */
public final class SmallObjects {
    private final StorageDriver storage;

    public SmallObjects(StorageDriver storage) {
        this.storage = storage;
    }

    /**
     * The content of an object.
     *
     * @param content the first bytes of the object
     * @param version the version of the object that has this content
     * @param lastModified the time of the last change, by the store's clock
     */
    public record Content(byte[] content, ObjectVersion version, Instant lastModified) {}

    /**
     * Reads an object. The result is empty if there is none.
     *
     * @param maxBytes the greatest number of bytes to read. The rest of a longer object is left out
     */
    public Optional<Content> read(ObjectKey key, int maxBytes) throws IOException {
        Optional<ObjectContent> found = storage.open(key, new ByteRange(0, maxBytes));
        if (found.isEmpty()) {
            return Optional.empty();
        }
        try (ObjectContent content = found.get()) {
            ByteBuffer bytes =
                    ByteBuffer.allocate((int) Math.min(maxBytes, content.info().size()));
            while (bytes.hasRemaining() && content.read(bytes) >= 0) {
                // Reads until the end of the object, or until the buffer is full.
            }
            return Optional.of(new Content(
                    Arrays.copyOf(bytes.array(), bytes.position()),
                    content.info().version(),
                    content.info().lastModified()));
        }
    }
}
