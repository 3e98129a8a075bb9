package dev.moorage.application.port.in.repository;

import java.util.Objects;

/** The use cases that list what the registry has. */
public record RepositoryUseCases(ListTags tags, ListRepositories repositories) {
    public RepositoryUseCases {
        Objects.requireNonNull(tags);
        Objects.requireNonNull(repositories);
    }
}
