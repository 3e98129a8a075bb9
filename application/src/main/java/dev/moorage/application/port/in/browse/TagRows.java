package dev.moorage.application.port.in.browse;

import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.name.Tag;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A page of tags.
 *
 * @param sortedBy the order of the page. It is {@link TagSort#NAME} where the repository has too many tags for the one that was
 *     asked for
 * @param total the number of tags that were looked through
 * @param next the text after which the next page begins. Empty on the last page
 * @param partial whether facts are left out, because the request would cost too many reads
 */
public record TagRows(List<Row> tags, TagSort sortedBy, int total, Optional<String> next, boolean partial) {
    public TagRows {
        tags = List.copyOf(tags);
        Objects.requireNonNull(sortedBy);
        Objects.requireNonNull(next);
    }

    /**
     * A tag.
     *
     * @param digest the manifest that the tag names. Empty if its link cannot be read
     * @param pushed when the tag was set, by the store's clock
     * @param sameAs the other tags of this digest, among those that were looked at
     * @param facts what the manifest is, or empty where it was not read
     * @param problem why the tag cannot be pulled, or empty
     */
    public record Row(
            Tag tag,
            Optional<Digest> digest,
            Optional<Instant> pushed,
            List<Tag> sameAs,
            Optional<ManifestFacts> facts,
            Optional<String> problem) {
        public Row {
            Objects.requireNonNull(tag);
            Objects.requireNonNull(digest);
            Objects.requireNonNull(pushed);
            sameAs = List.copyOf(sameAs);
            Objects.requireNonNull(facts);
            Objects.requireNonNull(problem);
        }
    }
}
