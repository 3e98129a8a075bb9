package dev.moorage.bootstrap.section;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moorage.bootstrap.config.ConfigurationReading;
import dev.moorage.bootstrap.config.InvalidConfigurationException;
import dev.moorage.domain.access.RepositoryPattern;
import dev.moorage.domain.retention.Conditions;
import dev.moorage.domain.retention.KeepRule;
import dev.moorage.domain.retention.RetentionPolicies;
import dev.moorage.domain.retention.RetentionPolicy;
import dev.moorage.domain.retention.RetentionPolicy.Referrers;
import dev.moorage.domain.retention.TagSelector;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The section {@code storage.retention}. */
class RetentionConfigTest extends ConfigurationReading {
    private static String retention(String keys) {
        return "version: 0.1\nstorage: {inmemory: {}, retention: {" + keys + "}}\n";
    }

    @Test
    void allTagsStayByDefault() throws IOException, InvalidConfigurationException {
        RetentionConfig config =
                read("version: 0.1\n", Map.of()).configuration().get(RetentionConfig.class);
        assertThat(config).isEqualTo(new RetentionConfig(RetentionPolicies.NONE, Set.of()));
        assertThat(config.policies().isDryRun()).isTrue();
        assertThat(config.policies().needPulls()).isFalse();
    }

    @Test
    void eachKeyIsReadAndIsNoStorageDriver() throws IOException, InvalidConfigurationException {
        String text = """
                version: 0.1
                storage:
                  inmemory: {}
                  retention:
                    ignorepulls: [scanner]
                    policies:
                      - repositories: [prod/**]
                        keep:
                          - tags: [v*, '/^\\d+\\.\\d+$/']
                          - tags: ["*"]
                            pushedwithin: 720h
                            pulledwithin: 2160h
                            mostrecentlypushed: 10
                            mostrecentlypulled: 5
                        untagged: {keep: {pushedwithin: 168h}}
                        referrers: keep
                        immutable: true
                      - repositories: ["**"]
                        allowempty: true
                """;
        RetentionPolicy first = new RetentionPolicy(
                List.of(RepositoryPattern.parse("prod/**")),
                List.of(
                        new KeepRule(
                                List.of(TagSelector.parse("v*"), TagSelector.parse("/^\\d+\\.\\d+$/")),
                                Conditions.NONE),
                        new KeepRule(
                                List.of(TagSelector.parse("*")),
                                new Conditions(
                                        Optional.of(Duration.ofDays(30)),
                                        Optional.of(Duration.ofDays(90)),
                                        OptionalInt.of(10),
                                        OptionalInt.of(5)))),
                Optional.of(new Conditions(
                        Optional.of(Duration.ofDays(7)), Optional.empty(), OptionalInt.empty(), OptionalInt.empty())),
                Referrers.KEEP,
                false,
                true);
        RetentionPolicy second = new RetentionPolicy(
                List.of(RepositoryPattern.EVERY), List.of(), Optional.empty(), Referrers.WITH_SUBJECT, true, false);
        assertThat(read(text, Map.of("REGISTRY_STORAGE_RETENTION_DRYRUN", "false"))
                        .configuration()
                        .get(RetentionConfig.class))
                .isEqualTo(
                        new RetentionConfig(new RetentionPolicies(false, List.of(first, second)), Set.of("scanner")));
    }

    @Test
    void whatMayKeepLessThanItSeemsIsAnError() {
        assertThat(errors(retention("dryrun: false, policies: [{}]")))
                .containsExactlyInAnyOrder(
                        "storage.retention.policies[0].repositories: is missing",
                        "storage.retention.policies[0].keep: is missing: without a rule no tag is kept. allowempty: true"
                                + " permits that");
        assertThat(
                        errors(
                                retention(
                                        "policies: [{repositories: ['{user}/*'], referrers: no, untagged: {pushedwithin: 1h},"
                                                + " keep: [{tags: ['a**', /(/], pushedwithin: 59s, pulledwithin: 17000h, mostrecentlypushed: 0}]}]")))
                .containsExactlyInAnyOrder(
                        "storage.retention.policies[0].repositories: \"{user}/*\" has {user}, which depends on a caller",
                        "storage.retention.policies[0].referrers: is neither withsubject nor keep",
                        "storage.retention.policies[0].untagged.keep: is missing: it says which untagged manifests stay",
                        "storage.retention.policies[0].untagged.pushedwithin: unknown key",
                        "storage.retention.policies[0].keep[0].tags: \"a**\" has **: a tag has no components, so write *",
                        "storage.retention.policies[0].keep[0].tags: \"/(/\" is not a regular expression: Unclosed group",
                        "storage.retention.policies[0].keep[0].pushedwithin: is less than a minute",
                        "storage.retention.policies[0].keep[0].pulledwithin: is more than 16800h",
                        "storage.retention.policies[0].keep[0].mostrecentlypushed: is not a number of at least 1",
                        "storage.retention.policies[0].keep: is missing: without a rule no tag is kept. allowempty: true"
                                + " permits that");
    }

    @Test
    void aMisspeltKeyIsAnError() {
        assertThat(errors(retention("policies: [{repositories: [a], keep: [{tags: [v*], pushedwithn: 1h}]}]")))
                .singleElement()
                .asString()
                .startsWith("storage.retention.policies[0].keep[0].pushedwithn: unknown key");
    }
}
