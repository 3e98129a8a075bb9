package dev.moorage.domain.access;

import dev.moorage.domain.name.RepositoryName;
import dev.moorage.domain.name.Tag;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;

/**
 * Tags that can be created, and then not be moved, whatever the caller may do.
 *
 * @param origin where the rule stands
 * @param repositories empty for all. None of them depends on the caller
 * @param tags empty for all
 * @param except tags that the rule leaves alone, empty for none
 * @param isDeletable whether the tags can be deleted, and then be created again
 */
public record WriteOnceRule(
        RuleOrigin origin,
        List<RepositoryPattern> repositories,
        List<TagPattern> tags,
        List<TagPattern> except,
        boolean isDeletable) {
    public WriteOnceRule {
        Objects.requireNonNull(origin);
        repositories = List.copyOf(repositories);
        tags = List.copyOf(tags);
        except = List.copyOf(except);
        if (repositories.stream().anyMatch(RepositoryPattern::isOfUser)) {
            throw new IllegalArgumentException("{user} depends on the caller, and this rule is for all callers");
        }
    }

    /** Makes a rule without exceptions, whose tags are not deleted. */
    public WriteOnceRule(RuleOrigin origin, List<RepositoryPattern> repositories, List<TagPattern> tags) {
        this(origin, repositories, tags, List.of(), false);
    }

    boolean isAbout(RepositoryName repository) {
        return repositories.isEmpty()
                || repositories.stream().anyMatch(pattern -> pattern.matches(repository, Subject.ANONYMOUS));
    }

    boolean applies(RepositoryName repository, Tag tag) {
        return isAbout(repository) && (tags.isEmpty() || matches(tags, tag)) && !matches(except, tag);
    }

    private static boolean matches(List<TagPattern> patterns, Tag tag) {
        return patterns.stream().anyMatch(pattern -> pattern.matches(tag));
    }

    /** Returns what the rule denies, as a rule about callers: it is shown as the rule that made a decision. */
    public AccessRule denial() {
        return new AccessRule(
                origin,
                AccessRule.Effect.DENY,
                List.of(Who.Kind.EVERYONE),
                isDeletable ? EnumSet.of(Action.PUSH) : EnumSet.of(Action.PUSH, Action.DELETE),
                repositories,
                tags);
    }
}
