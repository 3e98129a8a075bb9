package dev.moorage.bootstrap.section;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.moorage.bootstrap.config.ConfigurationReader;
import dev.moorage.bootstrap.config.Defaults;
import dev.moorage.bootstrap.config.InvalidConfigurationException;
import dev.moorage.bootstrap.wiring.Features;
import dev.moorage.domain.name.RepositoryName;
import dev.moorage.domain.quota.Quota;
import dev.moorage.domain.quota.Resource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuotasConfigTest {
    @TempDir
    private Path folder;

    private ConfigurationReader.Result read(String keys) throws IOException, InvalidConfigurationException {
        Path file = Files.writeString(
                folder.resolve("config.yml"), "version: 0.1\nstorage:\n  inmemory: {}\n" + keys.indent(2));
        return Features.configurationReader(Defaults.QUICK_START).read(Optional.of(file), Map.of());
    }

    private QuotasConfig quotas(String keys) throws IOException, InvalidConfigurationException {
        return read(keys).configuration().get(QuotasConfig.class);
    }

    @Test
    void aConfigurationWithoutTheKeysHasNoQuotas() throws IOException, InvalidConfigurationException {
        QuotasConfig none = quotas("delete: {enabled: true}");
        assertThat(none.isUsed()).isFalse();
        assertThat(none.interval()).isEqualTo(Duration.ofHours(1));
    }

    @Test
    void theLimitsOfANamespaceAreRead() throws IOException, InvalidConfigurationException {
        QuotasConfig quotas = quotas("""
                quotas:
                  - {namespace: team, bytes: 50GiB, repositories: 100, tags: 500}
                  - {namespace: team/app, bytes: 1 GB}
                usage: {interval: 5m}
                """);
        assertThat(quotas.quotas().all())
                .containsExactly(
                        new Quota(
                                RepositoryName.parse("team"),
                                Map.of(Resource.BYTES, 50L << 30, Resource.REPOSITORIES, 100L, Resource.TAGS, 500L)),
                        new Quota(RepositoryName.parse("team/app"), Map.of(Resource.BYTES, 1_000_000_000L)));
        assertThat(quotas.interval()).isEqualTo(Duration.ofMinutes(5));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "quotas: [{bytes: 1}]|storage.quotas[0].namespace: is missing",
                "quotas: [{namespace: Team, bytes: 1}]|is not the name of a repository",
                "quotas: [{namespace: a, bytes: many}]|storage.quotas[0].bytes: is not a number of bytes",
                "quotas: [{namespace: a, bytes: 9999999999TiB}]|storage.quotas[0].bytes: is not a number of bytes",
                "quotas: [{namespace: a, bytes: -1}]|storage.quotas[0].bytes: is not a number of bytes",
                "quotas: [{namespace: a, tags: 1k}]|storage.quotas[0].tags: is not a number",
                "quotas: [{namespace: a, tags: 1}, {namespace: a, bytes: 1}]|is that of another quota",
                "usage: {interval: 10s}|storage.usage.interval: is less than a minute",
            })
    void whatIsWrongIsReported(String keys, String problem) {
        assertThatThrownBy(() -> read(keys))
                .isInstanceOf(InvalidConfigurationException.class)
                .hasMessageContaining(problem);
    }

    @Test
    void aMisspeltLimitIsNoLimitAndIsReported() throws IOException, InvalidConfigurationException {
        assertThat(read("quotas: [{namespace: a, byte: 1}]").warnings())
                .anyMatch(warning -> warning.contains("storage.quotas[0].byte:"))
                .anyMatch(warning -> warning.contains("no limit"));
    }
}
