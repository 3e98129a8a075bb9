package dev.moorage.bootstrap.access;

import dev.moorage.domain.access.AccessRule;
import dev.moorage.domain.access.Action;
import dev.moorage.domain.access.Groups;
import dev.moorage.domain.access.RepositoryPattern;
import dev.moorage.domain.access.RuleOrigin;
import dev.moorage.domain.access.Subject;
import dev.moorage.domain.access.TagPattern;
import dev.moorage.domain.access.Who;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** Reads one rule. */
final class RuleReader {
    private static final Set<String> KEYS = Set.of("who", "may", "deny", "repositories", "tags");

    private final String file;
    private final Groups groups;
    private final Consumer<RulesProblem> warnings;

    RuleReader(String file, Groups groups, Consumer<RulesProblem> warnings) {
        this.file = file;
        this.groups = groups;
        this.warnings = warnings;
    }

    /** Returns the rule, or empty when something is wrong with it, which is then among the problems. */
    Optional<AccessRule> read(RulesNode rule) {
        if (!rule.isMapping()) {
            return Optional.empty();
        }
        rule.requireKeys(KEYS);
        rule.requireValues();
        Optional<RulesNode> may = rule.get("may");
        Optional<RulesNode> deny = rule.get("deny");
        if (may.isPresent() == deny.isPresent()) {
            rule.problem("has both may and deny, or none of them: it takes one");
            return Optional.empty();
        }
        AccessRule.Effect effect = may.isPresent() ? AccessRule.Effect.MAY : AccessRule.Effect.DENY;
        Set<Action> actions = EnumSet.noneOf(Action.class);
        may.or(() -> deny)
                .orElseThrow()
                .parsed(word -> RuleWords.actions(word, effect))
                .forEach(actions::addAll);
        List<Who> who = rule.get("who").map(node -> node.parsed(Who::parse)).orElse(List.of());
        if (rule.get("who").isEmpty()) {
            rule.problem("has no who. It can be a user, @group, anonymous, users or everyone");
        }
        List<RepositoryPattern> repositories = rule.get("repositories")
                .map(node -> node.parsed(RepositoryPattern::parse))
                .orElse(List.of());
        List<TagPattern> tags =
                rule.get("tags").map(node -> node.parsed(TagPattern::parse)).orElse(List.of());
        if (who.isEmpty() || actions.isEmpty()) {
            return Optional.empty();
        }
        if (!tags.isEmpty() && Collections.disjoint(actions, EnumSet.of(Action.PUSH, Action.DELETE))) {
            rule.problem("has tags, which narrow push and delete alone: a digest reaches what a tag does");
            return Optional.empty();
        }
        return build(rule, effect, who, actions, repositories, tags);
    }

    private Optional<AccessRule> build(
            RulesNode node,
            AccessRule.Effect effect,
            List<Who> who,
            Set<Action> actions,
            List<RepositoryPattern> repositories,
            List<TagPattern> tags) {
        try {
            AccessRule rule =
                    new AccessRule(new RuleOrigin(file, node.line()), effect, who, actions, repositories, tags);
            warn(rule, node);
            return Optional.of(rule);
        } catch (IllegalArgumentException e) {
            node.problem(String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    private void warn(AccessRule rule, RulesNode node) {
        for (Who who : rule.who()) {
            if (who instanceof Who.InGroup(String group) && !groups.knows(group)) {
                warn(node, "names @" + group + ", which is not among the groups: the rule is for no user");
            }
        }
        boolean ofAnonymous = rule.who().stream().anyMatch(who -> who.includes(Subject.ANONYMOUS, Set.of()));
        if (rule.effect() == AccessRule.Effect.MAY
                && ofAnonymous
                && !Collections.disjoint(rule.actions(), EnumSet.of(Action.PUSH, Action.DELETE))) {
            warn(node, "lets callers without a password write");
        }
        if (rule.effect() == AccessRule.Effect.DENY && rule.repositories().isEmpty()) {
            warn(node, "denies in all repositories, whatever other rules allow");
        }
    }

    private void warn(RulesNode node, String reason) {
        warnings.accept(new RulesProblem(node.line(), node.path(), reason));
    }
}
