package dev.moorage.application.port.in.browse;

import dev.moorage.domain.digest.Digest;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a repository holds.
 *
 * @param taken when the walk has ended
 * @param isPartial whether the repository has more than a walk reads, so that numbers are lower bounds
 * @param sizes of all that was read
 * @param loose a page of what no tag leads to, or what leads nowhere
 * @param next the text after which the next page begins. Empty on the last page
 * @param tagsByBlob for each blob of the manifest that was asked for, the number of tags whose images have it
 */
public record RepositorySurvey(
        Instant taken,
        boolean isPartial,
        Sizes sizes,
        List<Loose> loose,
        Optional<String> next,
        Map<Digest, Integer> tagsByBlob) {
    public RepositorySurvey {
        Objects.requireNonNull(taken);
        Objects.requireNonNull(sizes);
        loose = List.copyOf(loose);
        Objects.requireNonNull(next);
        tagsByBlob = Map.copyOf(tagsByBlob);
    }

    /**
     * The sizes of a repository. Each blob counts once.
     *
     * @param bytes of all blobs that manifests of the repository name, compressed as they are stored
     * @param untaggedBytes how many of them only untagged manifests need
     * @param loose the number of loose ends
     */
    public record Sizes(int tags, int manifests, int blobs, long bytes, long untaggedBytes, int loose) {}

    /** Why something is a loose end. */
    public enum Reason {
        /** No tag names the manifest, no index contains it, and it is not attached to another one. */
        UNTAGGED,
        /** The manifest is attached to one that is not in the repository. */
        SUBJECT_MISSING,
        /** Images that the index names are not in the repository. */
        IMAGES_MISSING,
        /** The tag names no manifest of the repository. */
        TAG_BROKEN
    }

    /**
     * A loose end.
     *
     * @param name the digest of the manifest as text, or the tag
     * @param kind what the manifest is, or empty where it was not read
     * @param size the bytes of its blobs, or empty where they are not known
     * @param pushed when its link was written, by the store's clock
     */
    public record Loose(
            Reason reason,
            String name,
            Optional<ContentKind> kind,
            Optional<String> artifactType,
            OptionalLong size,
            Optional<Instant> pushed) {
        public Loose {
            Objects.requireNonNull(reason);
            Objects.requireNonNull(name);
            Objects.requireNonNull(kind);
            Objects.requireNonNull(artifactType);
            Objects.requireNonNull(size);
            Objects.requireNonNull(pushed);
        }
    }
}
