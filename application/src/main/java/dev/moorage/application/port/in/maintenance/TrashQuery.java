package dev.moorage.application.port.in.maintenance;

import dev.moorage.domain.name.RepositoryName;
import java.util.Objects;
import java.util.Optional;

/**
 * What of the trash is listed.
 *
 * @param repository the repository whose trash is listed. Empty for all repositories
 * @param after the position at which the page before has ended. Empty for the first page
 * @param most the greatest number of entries
 */
public record TrashQuery(Optional<RepositoryName> repository, Optional<String> after, long most) {
    public TrashQuery {
        Objects.requireNonNull(repository);
        Objects.requireNonNull(after);
        if (most < 1) {
            throw new IllegalArgumentException("most is below 1");
        }
    }
}
