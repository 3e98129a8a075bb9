package dev.moorage.http.access;

import dev.moorage.domain.name.RepositoryName;
import java.util.Objects;
import java.util.Optional;

/**
 * What a request needs before it may begin.
 *
 * @param repository empty where the action is about none
 */
public record AccessRequest(Action action, Optional<RepositoryName> repository) {
    public AccessRequest {
        Objects.requireNonNull(action);
        Objects.requireNonNull(repository);
    }
}
