package dev.moorage.storage.spi.object;

import java.time.Instant;
import java.util.Objects;

/**
 * The metadata of an object: what the store knows of it without its content.
 *
 * @param size the length of the content in bytes
 * @param lastModified the time of the last change, by the store's clock
 */
public record ObjectInfo(ObjectKey key, long size, ObjectVersion version, Instant lastModified) {
    public ObjectInfo {
        Objects.requireNonNull(key);
        Objects.requireNonNull(version);
        Objects.requireNonNull(lastModified);
        if (size < 0) {
            throw new IllegalArgumentException("negative size");
        }
    }
}
