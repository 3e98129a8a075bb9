package dev.moorage.bootstrap.access;

import dev.moorage.domain.access.AccessRule;
import dev.moorage.domain.access.AccessRules;
import dev.moorage.domain.access.Groups;
import dev.moorage.domain.access.Who;
import dev.moorage.domain.access.WriteOnceRule;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads rules from YAML: {@code groups}, {@code rules} and {@code immutable}. An unknown key is an error, since a rule that was
 * meant to deny would be ignored. One read reports everything that is wrong.
 */
public final class AccessRulesReader {
    private static final String SECTION = "access";
    private static final Set<String> KEYS = Set.of("groups", "rules", "immutable");
    /** The configuration's section can also name a file with the rules. */
    private static final Set<String> SECTION_KEYS = Set.of("file", "groups", "rules", "immutable");

    private final String file;

    /** @param file the name of the file that explanations of decisions give */
    public AccessRulesReader(String file) {
        this.file = file;
    }

    /** Rules, and what deserves a second look. */
    public record Result(AccessRules rules, List<RulesProblem> warnings) {
        public Result {
            warnings = List.copyOf(warnings);
        }
    }

    /**
     * Reads a file that holds nothing but rules. A file without a document has no rules, and allows nothing.
     *
     * @throws InvalidRulesException with everything that is wrong
     */
    public Result readFile(String text) throws InvalidRulesException {
        Optional<Located> document = LocatedYaml.read(text);
        return read("", document.orElseGet(() -> new Located.Mapping(1, Map.of())));
    }

    /**
     * Reads the {@code access} section of a configuration.
     *
     * @param text the text of the configuration
     * @return empty when the configuration has no such section, or one that holds no rules
     * @throws InvalidRulesException with everything that is wrong
     */
    public Optional<Result> readSection(String text) throws InvalidRulesException {
        Optional<Located> document = LocatedYaml.read(text);
        if (document.isPresent() && document.get() instanceof Located.Mapping root) {
            requireRules(root);
        }
        Optional<RulesNode> section = document.flatMap(root -> new RulesNode("", root, new ArrayList<>()).get(SECTION));
        return section.isEmpty() || isFileAlone(section.get())
                ? Optional.empty()
                : Optional.of(read(SECTION, section.get().value()));
    }

    /** A section that has lost its rules, such as to comments, would let each user do everything. */
    private static void requireRules(Located.Mapping root) throws InvalidRulesException {
        for (Map.Entry<Located.Text, Located> entry : root.entries().entrySet()) {
            if (entry.getKey().value().equals(SECTION) && entry.getValue() instanceof Located.Nothing) {
                throw new InvalidRulesException(
                        entry.getKey().line(), "has no rules. Leave the section out to let each user do everything");
            }
        }
    }

    private static boolean isFileAlone(RulesNode section) {
        return section.each().size() == 1 && section.get("file").isPresent();
    }

    private Result read(String path, Located value) throws InvalidRulesException {
        List<RulesProblem> problems = new ArrayList<>();
        List<RulesProblem> warnings = new ArrayList<>();
        RulesNode root = new RulesNode(path, value, problems);
        if (root.isMapping()) {
            root.requireKeys(path.isEmpty() ? KEYS : SECTION_KEYS);
        }
        Groups groups = groups(root);
        RuleReader reader = new RuleReader(file, groups, warnings::add);
        List<AccessRule> rules = items(root, "rules").stream()
                .flatMap(rule -> reader.read(rule).stream())
                .toList();
        WriteOnceReader immutable = new WriteOnceReader(file);
        List<WriteOnceRule> writeOnce = items(root, "immutable").stream()
                .flatMap(rule -> immutable.read(rule).stream())
                .toList();
        if (rules.size() > AccessRules.MAX_RULES || writeOnce.size() > AccessRules.MAX_RULES) {
            root.problem("has more than " + AccessRules.MAX_RULES + " rules");
        }
        if (!problems.isEmpty()) {
            throw new InvalidRulesException(problems);
        }
        if (rules.isEmpty()) {
            warnings.add(new RulesProblem(root.line(), root.path(), "has no rules: no caller may do anything"));
        }
        return new Result(new AccessRules(groups, rules, writeOnce), warnings);
    }

    private static List<RulesNode> items(RulesNode root, String key) {
        return root.get(key).map(RulesNode::items).orElse(List.of());
    }

    private static Groups groups(RulesNode root) {
        Map<String, List<Who>> members = new LinkedHashMap<>();
        root.get("groups")
                .filter(RulesNode::isMapping)
                .ifPresent(groups -> groups.each().forEach(group -> group(group.getKey(), group.getValue(), members)));
        return new Groups(members);
    }

    private static void group(String name, RulesNode node, Map<String, List<Who>> members) {
        if (name.indexOf(':') >= 0 || name.startsWith("@") || name.isBlank()) {
            node.problem(
                    "is no name of a group: write it without @, and without : which names of providers' groups have");
            return;
        }
        members.put(name, node.parsed(AccessRulesReader::member));
    }

    private static Who member(String text) {
        return switch (Who.parse(text)) {
            case Who.Named user -> user;
            case Who.InGroup group when group.group().indexOf(':') >= 0 -> group;
            case Who.InGroup _ ->
                throw new IllegalArgumentException("is a group of this file: groups do not hold each other");
            case Who.Kind _, Who.OfProvider _ ->
                throw new IllegalArgumentException(
                        "is no member. It can be a user, or a provider's group as @name:group");
        };
    }
}
