package dev.moorage.domain.retention;

import dev.moorage.domain.access.RepositoryPattern;
import dev.moorage.domain.access.Subject;
import dev.moorage.domain.name.RepositoryName;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What stays in some repositories. Tags go that no rule keeps.
 *
 * @param repositories the repositories that the policy is for. None of the patterns depends on the caller
 * @param keep the rules that keep tags
 * @param untagged when manifests stay that nothing keeps. Empty: the policy decides nothing about them
 * @param referrers what becomes of referrers whose subject is gone
 * @param allowsEmpty whether all tags of a repository may go
 * @param isForWriteOnce whether tags may go that can be written once only
 */
public record RetentionPolicy(
        List<RepositoryPattern> repositories,
        List<KeepRule> keep,
        Optional<Conditions> untagged,
        Referrers referrers,
        boolean allowsEmpty,
        boolean isForWriteOnce) {
    /** What becomes of referrers whose subject is gone. */
    public enum Referrers {
        /** They are as other manifests and tags. */
        WITH_SUBJECT,
        /** They stay. */
        KEEP
    }

    public RetentionPolicy {
        repositories = List.copyOf(repositories);
        keep = List.copyOf(keep);
        Objects.requireNonNull(untagged);
        Objects.requireNonNull(referrers);
        if (repositories.isEmpty() || repositories.stream().anyMatch(RepositoryPattern::isOfUser)) {
            throw new IllegalArgumentException("the policy has no repositories, or they depend on the caller");
        }
    }

    /** Returns the name of the policy for operators: its patterns. */
    public String name() {
        return repositories.stream().map(RepositoryPattern::toString).collect(Collectors.joining(", "));
    }

    /** Returns whether the policy is for a repository. */
    public boolean isFor(RepositoryName repository) {
        return repositories.stream().anyMatch(pattern -> pattern.matches(repository, Subject.ANONYMOUS));
    }

    /** Returns whether a condition is about pulls. */
    public boolean needsPulls() {
        return keep.stream().anyMatch(rule -> rule.conditions().needPulls())
                || untagged.filter(Conditions::needPulls).isPresent();
    }
}
