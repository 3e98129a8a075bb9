package dev.moorage.storage.spi.staging;

import java.io.IOException;
import java.util.Objects;
import java.util.Optional;

/**
 * The result of appending a body to a staged object.
 *
 * @param size the staged object's durable size in bytes afterwards, including every byte that the source gave
 * @param broken why the source failed before the end of the body, or empty when the body ended well
 */
public record Appended(long size, Optional<IOException> broken) {
    public Appended {
        Objects.requireNonNull(broken);
        if (size < 0) {
            throw new IllegalArgumentException("negative size");
        }
    }
}
