package dev.moorage.application.port.in.browse;

import dev.moorage.domain.name.RepositoryName;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * A page of repositories.
 *
 * @param empty those of the names that have no tag
 * @param next the text after which the next page begins. Empty on the last page
 * @param partial whether the registry has more repositories than are looked through
 */
public record FoundRepositories(
        List<RepositoryName> names, Set<RepositoryName> empty, Optional<String> next, boolean partial) {
    public FoundRepositories {
        names = List.copyOf(names);
        empty = Set.copyOf(empty);
        Objects.requireNonNull(next);
    }
}
