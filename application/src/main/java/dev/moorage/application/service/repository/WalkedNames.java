package dev.moorage.application.service.repository;

import dev.moorage.domain.name.RepositoryName;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The names that a walk has found.
 *
 * @param end the path up to which everything was looked at, where the limit ended the walk. The caller may not know it. Empty
 *     otherwise
 */
public record WalkedNames(List<RepositoryName> names, Optional<String> end) {
    public WalkedNames {
        names = List.copyOf(names);
        Objects.requireNonNull(end);
    }
}
