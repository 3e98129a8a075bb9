package dev.moorage.bootstrap.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moorage.bootstrap.section.ListenConfig;
import dev.moorage.bootstrap.section.LogConfig;
import dev.moorage.bootstrap.section.StorageConfig;
import dev.moorage.bootstrap.section.UploadsConfig;
import dev.moorage.bootstrap.section.WritesConfig;
import dev.moorage.bootstrap.wiring.Features;
import dev.moorage.http.jetty.limit.ConnectionTimeouts;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Variables beside a file. */
class EnvironmentOverridesTest extends ConfigurationReading {
    @Test
    void variablesOverrideTheFileAndAddToIt() throws IOException, InvalidConfigurationException {
        Configuration configuration = read(
                        """
                version: 0.1
                storage:
                  filesystem:
                    rootdirectory: /from/the/file
                http:
                  addr: :5000
                  stalltimeout: 5m
                """,
                        Map.of(
                                "REGISTRY_STORAGE_FILESYSTEM_ROOTDIRECTORY", "/from/the/environment",
                                "REGISTRY_STORAGE_MAINTENANCE_READONLY", "{enabled: true}",
                                "REGISTRY_STORAGE_DELETE_ENABLED", "false",
                                "REGISTRY_HTTP_ADDR", "127.0.0.1:0",
                                "REGISTRY_HTTP_SECRET", SECRET,
                                "REGISTRY_HTTP_SECRETS_0", SECRET + "-newer",
                                "REGISTRY_HTTP_DRAINTIMEOUT", "1m30s",
                                "REGISTRY_HTTP_HEADTIMEOUT", "3s",
                                "REGISTRY_HTTP_IDLETIMEOUT", "2m",
                                "REGISTRY_LOG_LEVEL", "debug"))
                .configuration();
        assertThat(configuration.get(StorageConfig.class).where()).isEqualTo("/from/the/environment");
        assertThat(configuration.get(WritesConfig.class).readOnly()).isTrue();
        assertThat(configuration.get(WritesConfig.class).deleteEnabled()).isFalse();
        assertThat(configuration.get(ListenConfig.class).settings().port()).isZero();
        assertThat(configuration.get(ListenConfig.class).settings().patience())
                .isEqualTo(new ConnectionTimeouts(
                        Duration.ofSeconds(3), Duration.ofMinutes(2), Duration.ofMinutes(5), Duration.ofSeconds(90)));
        assertThat(configuration.get(UploadsConfig.class).secrets())
                .containsExactly(
                        (SECRET + "-newer").getBytes(StandardCharsets.UTF_8), SECRET.getBytes(StandardCharsets.UTF_8));
        assertThat(configuration.get(LogConfig.class).level()).isEqualTo("debug");
    }

    @Test
    void aVariableWhoseFirstWordIsAlmostASectionIsAnError() {
        assertThat(errors("version: 0.1\n", Map.of("REGISTRY_AUHT_HTPASSWD_PATH", "x")))
                .containsExactly(
                        "REGISTRY_AUHT_HTPASSWD_PATH: names no section of the configuration; did you mean auth?");
    }

    @Test
    void aVariableThatHoldsOnlyACommentOfYamlIsAnError() {
        assertThat(errors("version: 0.1\n", Map.of("REGISTRY_HTTP_SECRET", "#tag", "REGISTRY_HTTP_HOST", "*x")))
                .extracting(error -> error.substring(0, error.indexOf(':')))
                .containsExactly("REGISTRY_HTTP_HOST", "REGISTRY_HTTP_SECRET");
    }

    @Test
    void defaultsAreWeakerThanTheFileAndThanVariables() throws IOException, InvalidConfigurationException {
        ConfigurationReader reader = Features.configurationReader(new Defaults(":5000", "/var/lib/registry", true));
        Path file = Files.writeString(folder.resolve("config.yml"), "version: 0.1\nhttp: {addr: 'localhost:1'}\n");
        Configuration ofFile = reader.read(Optional.of(file), Map.of()).configuration();
        assertThat(ofFile.get(ListenConfig.class).settings().port()).isEqualTo(1);
        assertThat(ofFile.get(StorageConfig.class).where()).isEqualTo("/var/lib/registry");
        Configuration ofVariables = reader.read(
                        Optional.empty(),
                        Map.of(
                                "REGISTRY_STORAGE",
                                "s3",
                                "REGISTRY_STORAGE_S3_BUCKET",
                                "images",
                                "REGISTRY_HTTP_ADDR",
                                ":2"))
                .configuration();
        assertThat(ofVariables.get(ListenConfig.class).settings().port()).isEqualTo(2);
        assertThat(ofVariables.get(StorageConfig.class).type()).isEqualTo("s3");
        assertThat(ofVariables.get(StorageConfig.class).where()).isEqualTo("images");
    }

    @Test
    void whatAStrangersVariableHoldsNeedNotBeYaml() throws IOException, InvalidConfigurationException {
        assertThat(read("version: 0.1\n", Map.of("REGISTRY_MIRRORS", "[", "REGISTRY__X", "1"))
                        .warnings())
                .singleElement()
                .asString()
                .startsWith("REGISTRY_MIRRORS, REGISTRY__X: ");
    }
}
