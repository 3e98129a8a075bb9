package dev.moorage.application.port.in.archive;

import dev.moorage.domain.name.RepositoryName;
import dev.moorage.domain.name.Tag;
import java.util.Objects;
import java.util.Optional;

/**
 * Where images of an archive are stored.
 *
 * @param to the repository of all images. Empty for the repositories that the archive names
 * @param tag the tag of the only image of the archive. Empty for the tags that the archive names
 * @param prefix the components before the names of the archive, with a {@code /} at the end, or the empty text
 * @param dryRun whether nothing is stored
 */
public record ImportRequest(Optional<RepositoryName> to, Optional<Tag> tag, String prefix, boolean dryRun) {
    public ImportRequest {
        Objects.requireNonNull(to);
        Objects.requireNonNull(tag);
        Objects.requireNonNull(prefix);
    }
}
