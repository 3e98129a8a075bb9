package dev.moorage.domain.manifest;

import dev.moorage.domain.digest.Digest;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A reference from a manifest to content.
 *
 * @param size the content's length in bytes as the manifest states it. It may be any number, or absent
 * @param mayBeMissing whether a registry may lack the content, because clients can get it from {@code urls} or because
 *     it may not be distributed
 * @param platform the platform of an image in an index, if the index states it
 */
public record ContentReference(
        Kind kind, Digest digest, OptionalLong size, boolean mayBeMissing, Optional<Platform> platform) {
    public ContentReference {
        Objects.requireNonNull(kind);
        Objects.requireNonNull(digest);
        Objects.requireNonNull(size);
        Objects.requireNonNull(platform);
    }

    /** The kind of content. It determines where a repository must have it. */
    public enum Kind {
        /** A config or layer. */
        BLOB,
        /** An entry of an index with the media type of a manifest. */
        MANIFEST,
        /**
         * An entry of an index with any other media type: a blob, or a manifest of a kind that the registry only
         * stores. The caches of BuildKit ({@code --cache-to type=registry}) are indexes of layers and of an
         * {@code application/vnd.buildkit.cacheconfig.v0}, all of them pushed as blobs. CNCF Distribution accepts for
         * each entry of an index what the repository links as a manifest or as a layer, and clients rely on it.
         */
        MANIFEST_OR_BLOB
    }
}
