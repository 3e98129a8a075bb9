package dev.moorage.bootstrap.section;

import dev.moorage.bootstrap.access.InvalidRulesException;
import dev.moorage.bootstrap.access.WriteOnceReader;
import dev.moorage.bootstrap.config.ConfigSection;
import dev.moorage.bootstrap.config.Key;
import dev.moorage.bootstrap.config.Values;
import dev.moorage.domain.access.WriteOnceRule;
import java.util.List;

/**
 * {@code storage.immutabletags}: which tags are written once, with or without rules about callers.
 *
 * @param rules in the order of the file
 */
public record ImmutableTagsConfig(List<WriteOnceRule> rules) {
    private static final Key<List<String>> TAGS = Key.of(
                    "storage.immutabletags",
                    "list",
                    List.<String>of(),
                    "none",
                    "mappings with `repositories`, `tags`, `except` and `deletable`: these tags are written once, but for"
                            + " those of `except`. See [quotas.md](quotas.md#immutable-tags)",
                    (_, _, nothing) -> nothing)
            .ours();

    public static final ConfigSection<ImmutableTagsConfig> SECTION =
            ConfigSection.of(ImmutableTagsConfig.class, ImmutableTagsConfig::read, TAGS);

    public ImmutableTagsConfig {
        rules = List.copyOf(rules);
    }

    private static ImmutableTagsConfig read(Values values) {
        var _ = values.isSet(TAGS); // The rules are read from the text of the file, since they have lines.
        boolean isNamed = values.section("storage").names("immutabletags");
        return new ImmutableTagsConfig(
                isNamed ? values.file().map(source -> rules(source, values)).orElse(List.of()) : List.of());
    }

    private static List<WriteOnceRule> rules(Values.SourceFile source, Values values) {
        try {
            return new WriteOnceReader(source.name()).readStorage(source.text());
        } catch (InvalidRulesException e) {
            e.problems()
                    .forEach(problem -> values.error(
                            problem.key().isEmpty() ? TAGS.path() : problem.key(),
                            problem.reason() + " (" + source.name() + ":" + problem.line() + ")"));
            return List.of();
        }
    }
}
