package dev.moorage.domain.quota;

import dev.moorage.domain.name.RepositoryName;
import java.util.Objects;

/**
 * Why a request does not fit into a quota.
 *
 * @param used how much the namespace has
 * @param limit how much it may have
 * @param asked how much the request would add, at least
 */
public record Excess(RepositoryName namespace, Resource resource, long used, long limit, long asked) {
    public Excess {
        Objects.requireNonNull(namespace);
        Objects.requireNonNull(resource);
    }
}
