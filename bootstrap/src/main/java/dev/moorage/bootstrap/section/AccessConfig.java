package dev.moorage.bootstrap.section;

import dev.moorage.bootstrap.access.AccessRulesReader;
import dev.moorage.bootstrap.access.InvalidRulesException;
import dev.moorage.bootstrap.access.RulesProblem;
import dev.moorage.bootstrap.config.ConfigSection;
import dev.moorage.bootstrap.config.Key;
import dev.moorage.bootstrap.config.Section;
import dev.moorage.bootstrap.config.Values;
import dev.moorage.domain.access.AccessRules;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * {@code access}: which callers may do what, and which tags are written once. The rules are in the configuration, or in a file of
 * their own that is read again when it changes.
 *
 * @param rules the rules of the configuration
 * @param file the file with the rules
 */
public record AccessConfig(Optional<AccessRules> rules, Optional<Path> file) {
    private static final String ACCESS = "access";

    private static final Key<Optional<String>> FILE = Key.optional(
                    "access.file",
                    "a file with `groups`, `rules` and `immutable`, in place of those here. It is read again when it changes."
                            + " A changed file that is wrong leaves the rules as they were. While the file cannot be"
                            + " read, the rules allow nothing")
            .ours();
    private static final Key<List<String>> GROUPS = located(
            "access.groups",
            "mapping",
            "the members of each group: users, and groups of issuers as `@github:ref/main`");
    private static final Key<List<String>> RULES = located(
            "access.rules",
            "list",
            "mappings with `who`, `may` or `deny`, `repositories` and `tags`: see [access.md](access.md). With `access`,"
                    + " what no rule allows is denied");
    private static final Key<List<String>> IMMUTABLE =
            located("access.immutable", "list", "mappings with `repositories` and `tags`: these tags are written once");

    public static final ConfigSection<AccessConfig> SECTION =
            ConfigSection.of(AccessConfig.class, AccessConfig::read, FILE, GROUPS, RULES, IMMUTABLE);

    public AccessConfig {
        Objects.requireNonNull(rules);
        Objects.requireNonNull(file);
    }

    /** Returns whether there are rules. Without, an authenticated caller may do everything, as in Distribution. */
    public boolean hasRules() {
        return rules.isPresent() || file.isPresent();
    }

    /** Declares a key that is read from the text of the file, since decisions name the lines of rules. */
    private static Key<List<String>> located(String path, String type, String meaning) {
        return Key.of(path, type, List.<String>of(), "none", meaning, (_, _, nothing) -> nothing)
                .ours();
    }

    private static AccessConfig read(Values values) {
        Section access = values.section(ACCESS);
        access.keys().forEach(access::value); // The reader of rules reports unknown keys, with their lines.
        Optional<Path> file = values.get(FILE).map(Path::of);
        // Most files have no such section, and are not parsed a second time.
        Optional<AccessRules> rules =
                values.names(ACCESS) ? values.file().flatMap(source -> rules(source, values)) : Optional.empty();
        if (file.isPresent() && rules.isPresent()) {
            values.error(FILE, "names a file with rules, and there are rules here too: use one of them");
        }
        return new AccessConfig(rules, file);
    }

    private static Optional<AccessRules> rules(Values.SourceFile source, Values values) {
        try {
            Optional<AccessRulesReader.Result> read = new AccessRulesReader(source.name()).readSection(source.text());
            read.ifPresent(result ->
                    result.warnings().forEach(warning -> values.warning(warning.key(), atLine(source, warning))));
            return read.map(AccessRulesReader.Result::rules);
        } catch (InvalidRulesException e) {
            e.problems()
                    .forEach(problem ->
                            values.error(problem.key().isEmpty() ? ACCESS : problem.key(), atLine(source, problem)));
            return Optional.empty();
        }
    }

    private static String atLine(Values.SourceFile source, RulesProblem problem) {
        return problem.reason() + " (" + source.name() + ":" + problem.line() + ")";
    }
}
