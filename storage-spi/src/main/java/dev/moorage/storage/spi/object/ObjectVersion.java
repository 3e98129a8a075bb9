package dev.moorage.storage.spi.object;

import java.util.Objects;

/**
 * An opaque value that distinguishes one content of a key from another, for example an ETag or a generation number. Only the
 * driver interprets it. Two versions of one key are equal only when the content is the same.
 */
public record ObjectVersion(String value) {
    public ObjectVersion {
        Objects.requireNonNull(value);
    }
}
