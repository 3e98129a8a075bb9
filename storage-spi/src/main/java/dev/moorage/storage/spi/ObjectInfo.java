package dev.moorage.storage.spi;

import java.time.Instant;
import java.util.Objects;

/**
 * What a store knows of an object without its content.
 *
 * @param size the content's length in bytes
 * @param lastModified by the store's clock
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
