package dev.moorage.domain.manifest;

import dev.moorage.domain.blob.Descriptor;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Content that a manifest refers to.
 *
 * @param urls where else the content can be had; content with such may be missing from the registry
 * @param platform what it runs on, where it is an image of an index that says so
 */
public record ContentReference(Kind kind, Descriptor descriptor, List<String> urls, Optional<Platform> platform) {
    public ContentReference {
        Objects.requireNonNull(kind);
        Objects.requireNonNull(descriptor);
        urls = List.copyOf(urls);
        Objects.requireNonNull(platform);
    }

    /** What the content is. */
    public enum Kind {
        /** A config or layer. */
        BLOB,
        /** A manifest of an index. */
        MANIFEST
    }

    /**
     * Whether a registry may lack the content: it can be had elsewhere, or may not be distributed (OCI Image Specification,
     * layer, "Non-Distributable Layers", and Docker's foreign layers).
     */
    public boolean mayBeMissing() {
        String mediaType = descriptor.mediaType().value();
        return !urls.isEmpty()
                || mediaType.startsWith("application/vnd.oci.image.layer.nondistributable.")
                || mediaType.startsWith("application/vnd.docker.image.rootfs.foreign.");
    }
}
