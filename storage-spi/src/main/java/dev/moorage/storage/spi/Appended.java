package dev.moorage.storage.spi;

import java.io.IOException;
import java.util.Objects;
import java.util.Optional;

/**
 * What appending a body came to.
 *
 * @param size the staged object's durable size in bytes afterwards: every byte that the source gave is in it
 * @param broken why the source ended before the body did; empty when it ended well
 */
public record Appended(long size, Optional<IOException> broken) {
    public Appended {
        Objects.requireNonNull(broken);
        if (size < 0) {
            throw new IllegalArgumentException("negative size");
        }
    }
}
