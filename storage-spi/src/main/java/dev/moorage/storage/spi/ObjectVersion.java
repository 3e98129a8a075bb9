package dev.moorage.storage.spi;

import java.util.Objects;

/**
 * What tells one content of a key from another, opaque to all but the driver: an ETag, a generation. Two versions of one
 * key are equal only when the content is the same.
 */
public record ObjectVersion(String value) {
    public ObjectVersion {
        Objects.requireNonNull(value);
    }
}
