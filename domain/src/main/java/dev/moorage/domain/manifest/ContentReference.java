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

    /** What the content is, and so where a repository must have it. */
    public enum Kind {
        /** A config or layer. */
        BLOB,
        /** A manifest of an index, by its media type. */
        MANIFEST,
        /**
         * What an index names under any other media type: a manifest of a kind that the registry only keeps, or a blob. The
         * caches of BuildKit ({@code --cache-to type=registry}) are indexes of layers and of an {@code
         * application/vnd.buildkit.cacheconfig.v0}, all of them pushed as blobs. CNCF Distribution takes for each entry of an
         * index what the repository links as a manifest or as a layer, and clients rely on it.
         */
        MANIFEST_OR_BLOB
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
