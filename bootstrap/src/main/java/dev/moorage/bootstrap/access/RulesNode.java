package dev.moorage.bootstrap.access;

import dev.moorage.bootstrap.config.EditDistance;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** A value of the rules with its path. What is wrong with it is added to a list of problems. */
final class RulesNode {
    private final String path;
    private final Located value;
    private final List<RulesProblem> problems;

    RulesNode(String path, Located value, List<RulesProblem> problems) {
        this.path = path;
        this.value = value;
        this.problems = problems;
    }

    Located value() {
        return value;
    }

    String path() {
        return path;
    }

    int line() {
        return value.line();
    }

    void problem(String reason) {
        problems.add(new RulesProblem(line(), path, reason));
    }

    /** Reports keys that are not among the known ones. */
    void requireKeys(Set<String> known) {
        entries().keySet().stream().filter(key -> !known.contains(key.value())).forEach(key -> {
            String hint = EditDistance.nearest(key.value(), known)
                    .map(near -> ": is " + near + " meant?")
                    .orElse(". It can be "
                            + String.join(", ", known.stream().sorted().toList()));
            problems.add(new RulesProblem(key.line(), child(key.value()), "unknown key" + hint));
        });
    }

    /** Returns the value of a key. */
    Optional<RulesNode> get(String key) {
        return entries().entrySet().stream()
                .filter(entry -> entry.getKey().value().equals(key))
                .filter(entry -> !(entry.getValue() instanceof Located.Nothing))
                .map(entry -> new RulesNode(child(key), entry.getValue(), problems))
                .findFirst();
    }

    /** Returns the keys of a mapping with their values. */
    List<Map.Entry<String, RulesNode>> each() {
        return entries().entrySet().stream()
                .map(entry -> Map.entry(
                        entry.getKey().value(),
                        new RulesNode(child(entry.getKey().value()), entry.getValue(), problems)))
                .toList();
    }

    /**
     * Reports keys without a value. Where a list has lost its last item, such as to a comment, the key would not restrict what it is
     * there to restrict.
     */
    void requireValues() {
        entries().forEach((key, found) -> {
            if (found instanceof Located.Nothing) {
                problems.add(new RulesProblem(
                        key.line(), child(key.value()), "has no value. Leave the key out for no restriction"));
            }
        });
    }

    /** Returns the items of a list. */
    List<RulesNode> items() {
        if (value instanceof Located.Sequence sequence) {
            List<RulesNode> items = new ArrayList<>();
            for (Located item : sequence.items()) {
                items.add(new RulesNode(path + "[" + items.size() + "]", item, problems));
            }
            return items;
        }
        problem("is not a list");
        return List.of();
    }

    /**
     * Parses a text, or each of a list of texts.
     *
     * @param parse throws an IllegalArgumentException with the reason
     */
    <T> List<T> parsed(Function<String, T> parse) {
        List<Located> texts = value instanceof Located.Sequence sequence ? sequence.items() : List.of(value);
        if (texts.isEmpty()) {
            problem("is an empty list. Leave the key out for no restriction");
        }
        List<T> all = new ArrayList<>();
        for (Located text : texts) {
            parsed(text, parse).ifPresent(all::add);
        }
        return all;
    }

    private <T> Optional<T> parsed(Located item, Function<String, T> parse) {
        if (!(item instanceof Located.Text text)) {
            problems.add(new RulesProblem(item.line(), path, "is neither a text nor a list of texts"));
            return Optional.empty();
        }
        try {
            return Optional.of(parse.apply(text.value()));
        } catch (IllegalArgumentException e) {
            problems.add(new RulesProblem(item.line(), path, "\"" + text.value() + "\" " + e.getMessage()));
            return Optional.empty();
        }
    }

    private Map<Located.Text, Located> entries() {
        return value instanceof Located.Mapping mapping ? mapping.entries() : Map.of();
    }

    /** Whether the value is a mapping. If it is not, that is a problem. */
    boolean isMapping() {
        if (value instanceof Located.Mapping) {
            return true;
        }
        problem("is not a mapping");
        return false;
    }

    private String child(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }
}
