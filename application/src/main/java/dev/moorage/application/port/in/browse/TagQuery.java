package dev.moorage.application.port.in.browse;

import java.util.Objects;
import java.util.Optional;

/**
 * Selects a page of tags.
 *
 * @param part a text that the tags have, in any case. The empty text is in every tag
 * @param after the {@code next} of an earlier page, or empty for the first page
 * @param limit the greatest number of entries, 1 or more. The use case has its own upper bound
 * @param maxReads the greatest number of manifests and configurations that are read from storage. Tags beyond it have no facts
 */
public record TagQuery(TagSort sort, String part, Optional<String> after, int limit, int maxReads) {
    public TagQuery {
        Objects.requireNonNull(sort);
        Objects.requireNonNull(part);
        Objects.requireNonNull(after);
        if (limit < 1 || maxReads < 0) {
            throw new IllegalArgumentException("a bound is too small");
        }
    }
}
