package dev.moorage.domain.access;

import dev.moorage.domain.name.RepositoryName;
import dev.moorage.domain.name.Tag;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A rule that allows or denies actions.
 *
 * @param origin where the rule stands
 * @param who the callers that it applies to
 * @param actions what it allows or denies. A rule that allows {@link Action#PUSH} allows {@link Action#PULL} too
 * @param repositories empty for all
 * @param tags the tags that pushes and deletes are narrowed to, or empty for all
 */
public record AccessRule(
        RuleOrigin origin,
        Effect effect,
        List<Who> who,
        Set<Action> actions,
        List<RepositoryPattern> repositories,
        List<TagPattern> tags) {

    /** What a rule does where it applies. */
    public enum Effect {
        /** Allows, unless another rule denies. */
        MAY,
        /** Denies, whatever other rules allow. */
        DENY
    }

    public AccessRule {
        Objects.requireNonNull(origin);
        Objects.requireNonNull(effect);
        who = List.copyOf(who);
        actions = Set.copyOf(actions);
        repositories = List.copyOf(repositories);
        tags = List.copyOf(tags);
        if (who.isEmpty() || actions.isEmpty()) {
            throw new IllegalArgumentException("a rule has no subject or no action");
        }
        if (effect == Effect.MAY && actions.contains(Action.PUSH) && !actions.contains(Action.PULL)) {
            throw new IllegalArgumentException("a rule allows to push and not to pull");
        }
        if (effect == Effect.DENY
                && !tags.isEmpty()
                && (actions.contains(Action.PULL) || actions.contains(Action.LIST))) {
            throw new IllegalArgumentException(
                    "tags narrow what is pushed and deleted, and a digest reaches what a tag does");
        }
    }

    boolean allows() {
        return effect == Effect.MAY;
    }

    boolean applies(Subject subject, Set<String> groups, AccessQuestion question) {
        return actions.contains(question.action())
                && isFor(subject, groups)
                && isAbout(question.repository(), subject)
                && isAboutTag(question.action(), question.tag());
    }

    /** Whether the rule may apply to a repository whose name begins with the components of a folder. */
    boolean mayApplyBelow(Subject subject, Set<String> groups, Action action, String folder) {
        return actions.contains(action)
                && isFor(subject, groups)
                && (repositories.isEmpty()
                        || repositories.stream().anyMatch(pattern -> pattern.mayMatchBelow(folder, subject)));
    }

    /** Whether the rule applies to each repository whose name begins with the components of a folder, whatever the tag is. */
    boolean appliesToAllBelow(Subject subject, Set<String> groups, Action action, String folder) {
        return tags.isEmpty()
                && actions.contains(action)
                && isFor(subject, groups)
                && (repositories.isEmpty()
                        || repositories.stream().anyMatch(pattern -> pattern.matchesAllBelow(folder, subject)));
    }

    // Loops and not streams: each request asks each rule.

    private boolean isFor(Subject subject, Set<String> groups) {
        for (Who one : who) {
            if (one.includes(subject, groups)) {
                return true;
            }
        }
        return false;
    }

    private boolean isAbout(Optional<RepositoryName> repository, Subject subject) {
        for (RepositoryPattern pattern : repositories) {
            if (repository.isPresent() ? pattern.matches(repository.get(), subject) : pattern.isEvery()) {
                return true;
            }
        }
        return repositories.isEmpty();
    }

    /**
     * Whether the rule's tags allow for the tag. A push without a tag, of a blob or a child of an index, precedes the push of
     * the tag, so a rule that allows some tags allows it. A delete without a tag removes every tag of a manifest, so a rule
     * about some tags does not allow it.
     */
    private boolean isAboutTag(Action action, Optional<Tag> tag) {
        if (tags.isEmpty()) {
            return true;
        }
        return switch (action) {
            case PULL, LIST -> true;
            case PUSH -> tag.map(this::matchesTag).orElseGet(this::allows);
            case DELETE -> tag.map(this::matchesTag).orElse(false);
        };
    }

    private boolean matchesTag(Tag tag) {
        return tags.stream().anyMatch(pattern -> pattern.matches(tag));
    }

    /** The rule in the words of the configuration. */
    @Override
    public String toString() {
        String words = actions.stream().sorted().map(Action::word).collect(Collectors.joining(", "));
        return "who: " + join(who)
                + (allows() ? "; may: " : "; deny: ") + words
                + (repositories.isEmpty() ? "" : "; repositories: " + join(repositories))
                + (tags.isEmpty() ? "" : "; tags: " + join(tags));
    }

    private static String join(List<?> all) {
        return all.stream().map(Object::toString).collect(Collectors.joining(", "));
    }
}
