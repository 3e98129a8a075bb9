package dev.moorage.bootstrap.section;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.moorage.bootstrap.config.Defaults;
import dev.moorage.bootstrap.config.InvalidConfigurationException;
import dev.moorage.bootstrap.wiring.Features;
import dev.moorage.domain.access.WriteOnceRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImmutableTagsConfigTest {
    @TempDir
    private Path folder;

    private List<WriteOnceRule> rules(String list) throws IOException, InvalidConfigurationException {
        Path file = Files.writeString(
                folder.resolve("config.yml"),
                "version: 0.1\nstorage:\n  inmemory: {}\n  immutabletags: " + list + "\n");
        return Features.configurationReader(Defaults.QUICK_START)
                .read(Optional.of(file), Map.of())
                .configuration()
                .get(ImmutableTagsConfig.class)
                .rules();
    }

    @Test
    void aRuleHasItsLine() throws IOException, InvalidConfigurationException {
        WriteOnceRule rule = rules("[{repositories: [prod/**], tags: ['*'], except: [latest, dev-*], deletable: true}]")
                .getFirst();
        assertThat(rule.origin().inShort()).isEqualTo("config.yml:4");
        assertThat(rule.except()).hasToString("[latest, dev-*]");
        assertThat(rule.isDeletable()).isTrue();
    }

    @Test
    void aTagOfARuleWithoutTheKeyIsNotDeletable() throws IOException, InvalidConfigurationException {
        assertThat(rules("[{repositories: prod/**}]").getFirst().isDeletable()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[{excep: [latest]}]|immutabletags[0].excep: unknown key: is except meant?",
                "[{deletable: maybe}]|\"maybe\" is neither true nor false",
                "[{except: ['a/b']}]|has a character that no tag has",
                "[{except: }]|has no value",
                "1|is not a list",
            })
    void whatIsWrongIsReported(String list, String problem) {
        assertThatThrownBy(() -> rules(list))
                .isInstanceOf(InvalidConfigurationException.class)
                .hasMessageContaining(problem);
    }
}
