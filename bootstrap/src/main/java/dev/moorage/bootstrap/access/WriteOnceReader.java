package dev.moorage.bootstrap.access;

import dev.moorage.domain.access.AccessRules;
import dev.moorage.domain.access.RepositoryPattern;
import dev.moorage.domain.access.RuleOrigin;
import dev.moorage.domain.access.TagPattern;
import dev.moorage.domain.access.WriteOnceRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads rules about tags that are written once: those of {@code access.immutable} and {@code storage.immutabletags}. */
public final class WriteOnceReader {
    private static final Set<String> KEYS = Set.of("repositories", "tags", "except", "deletable");

    private final String file;

    /** @param file the name of the file that explanations of decisions give */
    public WriteOnceReader(String file) {
        this.file = file;
    }

    /**
     * Reads {@code storage.immutabletags} of a configuration.
     *
     * @param text the text of the configuration
     * @throws InvalidRulesException with everything that is wrong
     */
    public List<WriteOnceRule> readStorage(String text) throws InvalidRulesException {
        List<RulesProblem> problems = new ArrayList<>();
        Optional<RulesNode> list = LocatedYaml.read(text)
                .map(root -> new RulesNode("", root, problems))
                .flatMap(root -> root.get("storage"))
                .flatMap(storage -> storage.get("immutabletags"));
        if (list.isEmpty()) {
            return List.of();
        }
        List<WriteOnceRule> rules =
                list.get().items().stream().flatMap(rule -> read(rule).stream()).toList();
        if (rules.size() > AccessRules.MAX_RULES) {
            list.get().problem("has more than " + AccessRules.MAX_RULES + " rules");
        }
        if (!problems.isEmpty()) {
            throw new InvalidRulesException(problems);
        }
        return rules;
    }

    /** Returns a rule, or empty when something is wrong with it, which is then among the problems. */
    Optional<WriteOnceRule> read(RulesNode rule) {
        if (!rule.isMapping()) {
            return Optional.empty();
        }
        rule.requireKeys(KEYS);
        rule.requireValues();
        List<RepositoryPattern> repositories = rule.get("repositories")
                .map(node -> node.parsed(RepositoryPattern::parse))
                .orElse(List.of());
        List<Boolean> deletable = rule.get("deletable")
                .map(node -> node.parsed(WriteOnceReader::flag))
                .orElse(List.of(false));
        try {
            return Optional.of(new WriteOnceRule(
                    new RuleOrigin(file, rule.line()),
                    repositories,
                    tags(rule, "tags"),
                    tags(rule, "except"),
                    deletable.contains(true)));
        } catch (IllegalArgumentException e) {
            rule.problem(String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    private static List<TagPattern> tags(RulesNode rule, String key) {
        return rule.get(key).map(node -> node.parsed(TagPattern::parse)).orElse(List.of());
    }

    private static Boolean flag(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("is neither true nor false");
        };
    }
}
