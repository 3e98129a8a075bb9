package dev.moorage.bootstrap.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The section {@code storage}. */
class StorageSectionTest extends ConfigurationReading {
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
        assertThat(configuration.storage().type()).isEqualTo("s3");
        assertThat(configuration.storage().where()).isEqualTo("images");
        assertThat(configuration.http().deleteEnabled()).isFalse();
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
        assertThat(result.configuration().storage().type()).isEqualTo("s3");
        assertThat(result.configuration().http().deleteEnabled()).isTrue();
        assertThat(result.warnings())
                .containsExactly(
                        "REGISTRY_STORAGE_FILESYSTEM_ROOTDIRECTORY: is ignored: REGISTRY_STORAGE chooses another"
                                + " storage driver");
    }

    @Test
    void deletingIsAllowedByDefaultOnlyWithoutAFile() throws IOException, InvalidConfigurationException {
        ConfigurationReader reader = new ConfigurationReader();
        ConfigurationReader.Result quick = reader.read(Optional.empty(), Map.of("REGISTRY_LOG_LEVEL", "info"));
        assertThat(quick.configuration().http().deleteEnabled()).isTrue();
        assertThat(quick.deletesByDefault()).isTrue();
        ConfigurationReader.Result said =
                reader.read(Optional.empty(), Map.of("REGISTRY_STORAGE_DELETE_ENABLED", "true"));
        assertThat(said.configuration().http().deleteEnabled()).isTrue();
        assertThat(said.deletesByDefault()).isFalse();
        ConfigurationReader.Result file = read("version: 0.1\n", Map.of());
        assertThat(file.configuration().http().deleteEnabled()).isFalse();
        assertThat(file.deletesByDefault()).isFalse();
    }
}
