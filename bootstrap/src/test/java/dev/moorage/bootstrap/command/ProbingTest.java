package dev.moorage.bootstrap.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moorage.bootstrap.wiring.Registry;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code moorage health} against a registry on a socket: what it says, and its exit status. */
class ProbingTest {
    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private ConfigurationFile configuration() {
        return new ConfigurationFile(
                Map.of(
                        "REGISTRY_STORAGE_FILESYSTEM_ROOTDIRECTORY",
                                folder.resolve("root").toString(),
                        "REGISTRY_HTTP_NET", "unix",
                        "REGISTRY_HTTP_ADDR", folder.resolve("socket").toString(),
                        "REGISTRY_HEALTH_FILE_0_FILE", folder.resolve("out").toString(),
                        "REGISTRY_HEALTH_FILE_0_INTERVAL", "1ns"),
                Installation.of(new Properties()));
    }

    private int probe(ConfigurationFile configuration) {
        return new Probing(configuration, new PrintWriter(out, true), new PrintWriter(err, true)).probe(null);
    }

    @Test
    void theExitStatusSaysWhetherTheRegistryIsReady() throws Exception {
        try (Registry _ = Registry.start(configuration().read(null).configuration())) {
            assertThat(probe(configuration())).isZero();
            assertThat(out.toString().strip()).isEqualTo("The registry is ready.");
            assertThat(err.toString()).isEmpty();
            Files.createFile(folder.resolve("out"));
            assertThat(probe(configuration())).isEqualTo(1);
            assertThat(err.toString())
                    .startsWith("The registry is not ready: 503 ")
                    .contains("UNAVAILABLE");
        }
        assertThat(probe(configuration())).isEqualTo(1);
        assertThat(err.toString()).contains("The registry does not answer");
    }

    @Test
    void aConfigurationThatCannotBeUsedHasAnotherStatus() {
        ConfigurationFile wrong =
                new ConfigurationFile(Map.of("REGISTRY_HTTP_ADDR", "nowhere"), Installation.of(new Properties()));
        assertThat(probe(wrong)).isEqualTo(2);
        assertThat(err.toString()).contains("http.addr");
    }
}
