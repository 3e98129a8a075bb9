package dev.moorage.bootstrap.section;

import dev.moorage.bootstrap.config.Key;
import dev.moorage.bootstrap.config.Section;
import dev.moorage.bootstrap.config.Values;
import dev.moorage.domain.access.RepositoryPattern;
import dev.moorage.domain.retention.Conditions;
import dev.moorage.domain.retention.KeepRule;
import dev.moorage.domain.retention.RetentionPolicy;
import dev.moorage.domain.retention.RetentionPolicy.Referrers;
import dev.moorage.domain.retention.TagSelector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;

/** An element of {@code storage.retention.policies}. */
final class RetentionPolicyConfig {
    private static final String PATH = "storage.retention.policies[].";
    private static final Duration LEAST = Duration.ofMinutes(1);

    /** Summaries of pulls forget what was pulled earlier. */
    private static final Duration MOST_PULLED = Duration.ofDays(700);

    private static final Key<List<String>> REPOSITORIES = Key.texts(
                    PATH + "repositories",
                    "required: patterns of the repositories that the policy is for, for example `team/**`. The first policy that"
                            + " is for a repository counts")
            .ours();
    private static final Key<List<String>> TAGS = Key.texts(
                    PATH + "keep[].tags",
                    "required: the tags that the rule is about: globs such as `v*`, and regular expressions of whole tags such as"
                            + " `/\\d+\\.\\d+/`. A rule without conditions keeps them always. Tags go that no rule keeps")
            .ours();
    private static final Key<Boolean> ALLOW_EMPTY = Key.flag(
                    PATH + "allowempty",
                    false,
                    "`true`: all tags of a repository may go. If not, all stay where no rule keeps any")
            .ours();
    private static final Key<Boolean> IMMUTABLE = Key.flag(
                    PATH + "immutable", false, "`true`: write-once tags may go too")
            .ours();
    private static final Key<Referrers> REFERRERS = Key.of(
                    PATH + "referrers",
                    "`withsubject` or `keep`",
                    Referrers.WITH_SUBJECT,
                    "`withsubject`",
                    "what becomes of signatures and other referrers whose subject has gone. `withsubject`: they are as other"
                            + " manifests and tags",
                    RetentionPolicyConfig::referrers)
            .ours();

    static final List<Key<?>> KEYS = List.of(
            REPOSITORIES,
            TAGS,
            time(PATH + "keep[].pushedwithin", "keeps tags that were pushed within this time"),
            time(
                    PATH + "keep[].pulledwithin",
                    "keeps tags that were pulled or pushed within this time and a day, and all tags until pulls have been"
                            + " recorded for that long"),
            number(PATH + "keep[].mostrecentlypushed", "keeps this number of the tags, those that were pushed last"),
            number(
                    PATH + "keep[].mostrecentlypulled",
                    "keeps this number of the tags, those that were pulled or pushed last, and all tags until pulls have been"
                            + " recorded for 31 days"),
            time(
                    PATH + "untagged.keep.pushedwithin",
                    "keeps manifests that no tag, no index and no subject keeps, if they were pushed within this time. Others"
                            + " go. Without `untagged` `storage.gc.untagged` decides"),
            time(PATH + "untagged.keep.pulledwithin", "as `pulledwithin` of tags"),
            number(PATH + "untagged.keep.mostrecentlypushed", "as `mostrecentlypushed` of tags"),
            number(PATH + "untagged.keep.mostrecentlypulled", "as `mostrecentlypulled` of tags"),
            REFERRERS,
            ALLOW_EMPTY,
            IMMUTABLE);

    private RetentionPolicyConfig() {}

    private static Key<Optional<Duration>> time(String path, String meaning) {
        return Key.of(path, "duration", Optional.<Duration>empty(), "none", meaning, (_, _, none) -> none)
                .ours();
    }

    private static Key<OptionalInt> number(String path, String meaning) {
        return Key.of(path, "number", OptionalInt.empty(), "none", meaning, (_, _, none) -> none)
                .ours();
    }

    private static Referrers referrers(Section section, String name, Referrers otherwise) {
        return section.parsed(
                name,
                otherwise,
                text -> switch (text) {
                    case "withsubject" -> Optional.of(Referrers.WITH_SUBJECT);
                    case "keep" -> Optional.of(Referrers.KEEP);
                    default -> Optional.empty();
                },
                "is neither withsubject nor keep");
    }

    /** Returns the policy, or empty when something is wrong with it, which is then reported. */
    static Optional<RetentionPolicy> read(Section section, Values values) {
        List<RepositoryPattern> repositories = parsed(section, "repositories", RetentionPolicyConfig::pattern, values);
        List<KeepRule> keep = new ArrayList<>();
        for (Section rule : section.sections("keep")) {
            List<TagSelector> tags = parsed(rule, "tags", TagSelector::parse, values);
            Conditions conditions = conditions(rule, values);
            if (!tags.isEmpty()) {
                keep.add(new KeepRule(tags, conditions));
            }
        }
        boolean allowsEmpty = section.flag("allowempty", false);
        boolean immutable = section.flag("immutable", false);
        Referrers referrers = referrers(section, "referrers", Referrers.WITH_SUBJECT);
        Optional<Conditions> untagged = untagged(section, values);
        if (keep.isEmpty() && !allowsEmpty) {
            values.error(
                    section.path("keep"), "is missing: without a rule no tag is kept. allowempty: true permits that");
        }
        return repositories.isEmpty()
                ? Optional.empty()
                : Optional.of(new RetentionPolicy(repositories, keep, untagged, referrers, allowsEmpty, immutable));
    }

    private static RepositoryPattern pattern(String text) {
        RepositoryPattern pattern = RepositoryPattern.parse(text);
        if (pattern.isOfUser()) {
            throw new IllegalArgumentException("has {user}, which depends on a caller");
        }
        return pattern;
    }

    private static <T> List<T> parsed(Section section, String key, Function<String, T> parser, Values values) {
        List<T> all = new ArrayList<>();
        List<String> texts = section.texts(key);
        if (texts.isEmpty()) {
            values.error(section.path(key), "is missing");
        }
        for (String text : texts) {
            try {
                all.add(parser.apply(text));
            } catch (IllegalArgumentException e) {
                values.error(section.path(key), "\"" + text + "\" " + e.getMessage());
            }
        }
        return all;
    }

    private static Optional<Conditions> untagged(Section section, Values values) {
        if (section.value("untagged").isEmpty()) {
            return Optional.empty();
        }
        Section untagged = section.section("untagged");
        if (untagged.value("keep").isEmpty()) {
            values.error(untagged.path("keep"), "is missing: it says which untagged manifests stay");
        }
        return Optional.of(conditions(untagged.section("keep"), values));
    }

    private static Conditions conditions(Section section, Values values) {
        Optional<Duration> pulled = time(section, "pulledwithin", values);
        if (pulled.filter(time -> time.compareTo(MOST_PULLED) > 0).isPresent()) {
            values.error(section.path("pulledwithin"), "is more than " + MOST_PULLED.toHours() + "h");
        }
        return new Conditions(
                time(section, "pushedwithin", values),
                pulled,
                number(section, "mostrecentlypushed"),
                number(section, "mostrecentlypulled"));
    }

    private static Optional<Duration> time(Section section, String key, Values values) {
        if (section.text(key).isEmpty()) {
            return Optional.empty();
        }
        Duration time = section.duration(key, LEAST);
        if (time.compareTo(LEAST) < 0) {
            values.error(section.path(key), "is less than a minute");
            return Optional.of(LEAST);
        }
        return Optional.of(time);
    }

    private static OptionalInt number(Section section, String key) {
        return section.text(key).isEmpty() ? OptionalInt.empty() : OptionalInt.of(section.number(key, 1, 1));
    }
}
