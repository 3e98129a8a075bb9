package dev.moorage.bootstrap.section;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moorage.bootstrap.config.Configuration;
import dev.moorage.bootstrap.config.ConfigurationReader;
import dev.moorage.bootstrap.config.ConfigurationReading;
import dev.moorage.bootstrap.config.Defaults;
import dev.moorage.bootstrap.config.InvalidConfigurationException;
import dev.moorage.bootstrap.wiring.Features;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The section {@code storage}. */
class StorageConfigTest extends ConfigurationReading {
    @Test
    void aVariableChoosesTheStorageInsteadOfTheFilesOne() throws IOException, InvalidConfigurationException {
        Configuration configuration = read(
                        """
                version: 0.1
                storage:
                  filesystem: {rootdirectory: /x}
                  delete: {enabled: false}
                """, Map.of("REGISTRY_STORAGE", "s3", "REGISTRY_STORAGE_S3_BUCKET", "images"))
                .configuration();
        assertThat(configuration.get(StorageConfig.class).type()).isEqualTo("s3");
        assertThat(configuration.get(StorageConfig.class).where()).isEqualTo("images");
        assertThat(configuration.get(WritesConfig.class).deleteEnabled()).isFalse();
    }

    @Test
    void variablesOfAnotherDriverThanTheChosenOneAreIgnoredWithAWarning()
            throws IOException, InvalidConfigurationException {
        ConfigurationReader.Result result = read(
                "version: 0.1\n",
                Map.of(
                        "REGISTRY_STORAGE", "s3",
                        "REGISTRY_STORAGE_S3_BUCKET", "images",
                        "REGISTRY_STORAGE_DELETE_ENABLED", "true",
                        "REGISTRY_STORAGE_FILESYSTEM_ROOTDIRECTORY", "/var/lib/registry"));
        assertThat(result.configuration().get(StorageConfig.class).type()).isEqualTo("s3");
        assertThat(result.configuration().get(WritesConfig.class).deleteEnabled())
                .isTrue();
        assertThat(result.warnings())
                .containsExactly(
                        "REGISTRY_STORAGE_FILESYSTEM_ROOTDIRECTORY: is ignored: REGISTRY_STORAGE chooses another"
                                + " storage driver");
    }

    @Test
    void deletingIsAllowedByDefaultOnlyWithoutAFile() throws IOException, InvalidConfigurationException {
        ConfigurationReader reader = Features.configurationReader(Defaults.QUICK_START);
        ConfigurationReader.Result quick = reader.read(Optional.empty(), Map.of("REGISTRY_LOG_LEVEL", "info"));
        assertThat(quick.configuration().get(WritesConfig.class).deleteEnabled())
                .isTrue();
        assertThat(quick.configuration().get(WritesConfig.class).deletesByDefault())
                .isTrue();
        ConfigurationReader.Result said =
                reader.read(Optional.empty(), Map.of("REGISTRY_STORAGE_DELETE_ENABLED", "true"));
        assertThat(said.configuration().get(WritesConfig.class).deleteEnabled()).isTrue();
        assertThat(said.configuration().get(WritesConfig.class).deletesByDefault())
                .isFalse();
        ConfigurationReader.Result file = read("version: 0.1\n", Map.of());
        assertThat(file.configuration().get(WritesConfig.class).deleteEnabled()).isFalse();
        assertThat(file.configuration().get(WritesConfig.class).deletesByDefault())
                .isFalse();
    }
}
