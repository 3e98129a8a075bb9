package dev.moorage.domain.manifest;

import dev.moorage.domain.digest.Digest;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Content that a manifest refers to.
 *
 * @param size the content's length in bytes, as the manifest says it; any number, or none
 * @param mayBeMissing whether a registry may lack the content: it can be had elsewhere, by {@code urls}, or may not be
 *     distributed
 * @param platform the platform that it runs on, where it is an image of an index that says so
 */
public record ContentReference(
        Kind kind, Digest digest, OptionalLong size, boolean mayBeMissing, Optional<Platform> platform) {
    public ContentReference {
        Objects.requireNonNull(kind);
        Objects.requireNonNull(digest);
        Objects.requireNonNull(size);
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
}
