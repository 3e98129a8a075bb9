package dev.moorage.bootstrap.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moorage.bootstrap.config.Configuration;
import dev.moorage.bootstrap.config.Defaults;
import dev.moorage.bootstrap.config.InvalidConfigurationException;
import dev.moorage.bootstrap.section.ListenConfig;
import dev.moorage.bootstrap.section.StorageConfig;
import dev.moorage.bootstrap.section.WritesConfig;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the container image says, with its own files and with those that are mounted over them. */
class InstallationTest {
    private static final Path IMAGE = Path.of("../distribution/src/image/etc");

    @TempDir
    private Path folder;

    private Path version3;
    private Path version2;
    private Installation image;

    @BeforeEach
    void makeImage() throws IOException {
        version3 = Files.copy(IMAGE.resolve("distribution/config.yml"), folder.resolve("3.yml"));
        version2 = Files.copy(IMAGE.resolve("docker/registry/config.yml"), folder.resolve("2.yml"));
        Properties properties = new Properties();
        properties.setProperty("moorage.default.addr", ":5000");
        properties.setProperty("moorage.default.rootdirectory", "/var/lib/registry");
        properties.setProperty("moorage.configuration.files", version3 + File.pathSeparator + version2);
        image = Installation.of(properties);
    }

    private Configuration read(Map<String, String> environment) throws InvalidConfigurationException {
        return new ConfigurationFile(environment, image).read(null).configuration();
    }

    @Test
    void withoutPropertiesItIsTheQuickStartAndNoFile() {
        Installation none = Installation.of(new Properties());
        assertThat(none.defaults()).isEqualTo(Defaults.QUICK_START);
        assertThat(none.file()).isEmpty();
    }

    @Test
    void withNothingMountedItsOwnFileIsReadWhichAsksForNothing() throws InvalidConfigurationException {
        Configuration configuration = read(Map.of());
        assertThat(configuration.get(ListenConfig.class).settings().host()).isEmpty();
        assertThat(configuration.get(ListenConfig.class).settings().port()).isEqualTo(5000);
        assertThat(configuration.get(StorageConfig.class).where()).isEqualTo("/var/lib/registry");
        assertThat(configuration.get(WritesConfig.class).deleteEnabled()).isFalse();
    }

    @Test
    void aMountedFileIsReadWhereverItIsMounted() throws IOException, InvalidConfigurationException {
        String mounted =
                "version: 0.1\nhttp: {addr: 'localhost:5001'}\nstorage: {filesystem: {rootdirectory: /mine}}\n";
        for (Path at : new Path[] {version2, version3}) {
            makeImageAnew();
            Files.writeString(at, mounted);
            Configuration configuration = read(Map.of());
            assertThat(configuration.get(ListenConfig.class).settings().port()).isEqualTo(5001);
            assertThat(configuration.get(StorageConfig.class).where()).isEqualTo("/mine");
        }
    }

    private void makeImageAnew() throws IOException {
        Files.delete(version2);
        Files.delete(version3);
        makeImage();
    }

    @Test
    void aVariableThatChoosesAnotherDriverMeetsNoRootDirectory() throws InvalidConfigurationException {
        for (Map<String, String> variables : List.of(
                Map.of("REGISTRY_STORAGE", "s3", "REGISTRY_STORAGE_S3_BUCKET", "images"),
                Map.of("REGISTRY_STORAGE_S3_BUCKET", "images"))) {
            assertThat(read(variables).get(StorageConfig.class).type()).isEqualTo("s3");
        }
    }
}
