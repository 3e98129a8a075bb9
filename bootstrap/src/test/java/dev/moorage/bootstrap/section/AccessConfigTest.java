package dev.moorage.bootstrap.section;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moorage.bootstrap.config.ConfigurationReader;
import dev.moorage.bootstrap.config.ConfigurationReading;
import dev.moorage.bootstrap.config.InvalidConfigurationException;
import dev.moorage.domain.access.AccessRules;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The section {@code access}. */
class AccessConfigTest extends ConfigurationReading {
    private Optional<AccessRules> rules(String yaml) throws IOException, InvalidConfigurationException {
        return read("version: 0.1\n" + yaml, Map.of())
                .configuration()
                .get(AccessConfig.class)
                .rules();
    }

    @Test
    void aRuleOfTheConfigurationHasItsFileAndItsLine() throws IOException, InvalidConfigurationException {
        AccessRules rules = rules("""
                access:
                  groups: {release: [alice]}
                  rules:
                    - {who: anonymous, may: pull, repositories: "public/**"}
                    - who: "@release"
                      may: push
                  immutable:
                    - {repositories: "prod/**", tags: ["v*"]}
                """).orElseThrow();
        assertThat(rules.rules())
                .extracting(rule -> rule.origin().toString())
                .containsExactly(folder.resolve("config.yml") + ":5", folder.resolve("config.yml") + ":6");
        assertThat(rules.writeOnce().getFirst().origin().line()).isEqualTo(9);
    }

    @Test
    void aConfigurationWithoutTheSectionHasNoRules() throws IOException, InvalidConfigurationException {
        assertThat(rules("log: {level: warn}\n")).isEmpty();
    }

    @Test
    void whatIsWrongIsReportedOnceWithKeyAndLine() {
        assertThat(errors("version: 0.1\naccess:\n  rules:\n    - {who: alice, mai: pull}\n  rulez: []\n"))
                .containsExactlyInAnyOrder(
                        "access.rules[0].mai: unknown key: is may meant? (" + folder.resolve("config.yml") + ":4)",
                        "access.rules[0]: has both may and deny, or none of them: it takes one ("
                                + folder.resolve("config.yml") + ":4)",
                        "access.rulez: unknown key: is rules meant? (" + folder.resolve("config.yml") + ":5)");
    }

    @Test
    void aSectionThatHasLostItsRulesIsAnError() {
        assertThat(errors("version: 0.1\naccess:\n#  rules:\n#    - {who: alice, may: pull}\n"))
                .containsExactly("access: has no rules. Leave the section out to let each user do everything ("
                        + folder.resolve("config.yml") + ":2)");
    }

    @Test
    void rulesCanComeFromAnchorsAndMergeKeys() throws IOException, InvalidConfigurationException {
        AccessRules rules = rules("""
                x-read: &read {may: pull, repositories: "public/**"}
                x-all: &all {who: everyone}
                access:
                  rules:
                    - {<<: *read, who: anonymous}
                    - {<<: [*all, *read]}
                """).orElseThrow();
        assertThat(rules.rules())
                .extracting(Object::toString)
                .containsExactly(
                        "who: anonymous; may: pull; repositories: public/**",
                        "who: everyone; may: pull; repositories: public/**");
    }

    @Test
    void aFileTakesThePlaceOfRulesAndDoesNotAddToThem() throws IOException, InvalidConfigurationException {
        AccessConfig access = read("version: 0.1\naccess: {file: /etc/moorage/access.yml}\n", Map.of())
                .configuration()
                .get(AccessConfig.class);
        assertThat(access.file()).contains(Path.of("/etc/moorage/access.yml"));
        assertThat(access.rules()).isEmpty();
        assertThat(access.hasRules()).isTrue();
        assertThat(errors("version: 0.1\naccess: {file: a.yml, rules: [{who: alice, may: pull}]}\n"))
                .containsExactly("access.file: names a file with rules, and there are rules here too: use one of them");
    }

    @Test
    void aVariableNamesAFileAndHoldsNoRules() throws IOException, InvalidConfigurationException {
        assertThat(fromEnvironment(Map.of("REGISTRY_ACCESS_FILE", "/access.yml"))
                        .get(AccessConfig.class)
                        .file())
                .contains(Path.of("/access.yml"));
        for (String name : List.of("REGISTRY_ACCESS", "REGISTRY_ACCESS_RULES", "REGISTRY_ACCESS_RULES_0_WHO")) {
            assertThat(errors("version: 0.1\n", Map.of(name, "x")))
                    .singleElement()
                    .asString()
                    .startsWith(name + ": cannot be set by a variable,");
        }
    }

    @Test
    void rulesThatAllowNothingAndRulesThatLetAnyoneWriteAreWarnings()
            throws IOException, InvalidConfigurationException {
        ConfigurationReader.Result empty = read("version: 0.1\naccess: {immutable: [{tags: 'v*'}]}\n", Map.of());
        assertThat(empty.warnings()).singleElement().asString().contains("has no rules: no caller may do anything");
        assertThat(read("version: 0.1\naccess: {rules: [{who: anonymous, may: push}]}\n", Map.of())
                        .warnings())
                .singleElement()
                .asString()
                .contains("lets callers without a password write");
    }
}
