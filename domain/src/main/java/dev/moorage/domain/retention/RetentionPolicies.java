package dev.moorage.domain.retention;

import dev.moorage.domain.name.RepositoryName;
import java.util.List;
import java.util.Optional;

/**
 * The policies of a registry.
 *
 * @param isDryRun whether it is only reported what would go
 * @param policies the first one that is for a repository counts
 */
public record RetentionPolicies(boolean isDryRun, List<RetentionPolicy> policies) {
    /** All tags stay. */
    public static final RetentionPolicies NONE = new RetentionPolicies(true, List.of());

    public RetentionPolicies {
        policies = List.copyOf(policies);
    }

    /** Returns the policy of a repository. */
    public Optional<RetentionPolicy> of(RepositoryName repository) {
        return policies.stream().filter(policy -> policy.isFor(repository)).findFirst();
    }

    /** Returns whether a condition is about pulls, so that they have to be recorded. */
    public boolean needPulls() {
        return policies.stream().anyMatch(RetentionPolicy::needsPulls);
    }
}
