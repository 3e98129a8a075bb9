package dev.moorage.domain.blob;

import dev.moorage.domain.digest.Digest;
import java.util.Objects;

/**
 * Identifies a piece of content by type, digest and size: the required properties of OCI Image Specification, "OCI
 * Content Descriptors".
 *
 * @param size the content's length in bytes
 */
public record Descriptor(MediaType mediaType, Digest digest, long size) {
    public Descriptor {
        Objects.requireNonNull(mediaType);
        Objects.requireNonNull(digest);
        if (size < 0) {
            throw new IllegalArgumentException("negative size");
        }
    }
}
