package dev.moorage.http.auth;

import dev.moorage.domain.name.RepositoryName;
import java.util.Objects;
import java.util.Optional;

/**
 * The right that a request needs before it may begin.
 *
 * @param repository the repository that the action is about, or empty for an action without one
 */
public record AccessRequest(Action action, Optional<RepositoryName> repository) {
    public AccessRequest {
        Objects.requireNonNull(action);
        Objects.requireNonNull(repository);
    }
}
