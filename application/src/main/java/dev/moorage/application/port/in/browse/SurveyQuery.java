package dev.moorage.application.port.in.browse;

import dev.moorage.domain.digest.Digest;
import java.util.Objects;
import java.util.Optional;

/**
 * Selects a part of a survey.
 *
 * @param after the {@code next} of an earlier page of loose ends, or empty for the first page
 * @param limit the most loose ends, 1 or more. The use case has its own upper bound
 * @param layersOf the manifest whose blobs are looked for in other tags, or empty
 * @param isFresh whether a walk is wanted that is younger than ten seconds
 */
public record SurveyQuery(Optional<String> after, int limit, Optional<Digest> layersOf, boolean isFresh) {
    public SurveyQuery {
        Objects.requireNonNull(after);
        Objects.requireNonNull(layersOf);
        if (limit < 1) {
            throw new IllegalArgumentException("the limit is below 1");
        }
    }
}
