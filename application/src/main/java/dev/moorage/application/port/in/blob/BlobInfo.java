package dev.moorage.application.port.in.blob;

import dev.moorage.domain.digest.Digest;
import java.util.Objects;

/**
 * A blob of a repository.
 *
 * @param size its length in bytes
 */
public record BlobInfo(Digest digest, long size) {
    public BlobInfo {
        Objects.requireNonNull(digest);
        if (size < 0) {
            throw new IllegalArgumentException("negative size");
        }
    }
}
