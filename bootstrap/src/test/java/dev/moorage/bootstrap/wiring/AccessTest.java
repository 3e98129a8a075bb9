package dev.moorage.bootstrap.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.moorage.bootstrap.config.Configuration;
import dev.moorage.bootstrap.config.Defaults;
import dev.moorage.bootstrap.config.InvalidConfigurationException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccessTest {
    @TempDir
    private Path folder;

    private Configuration with(Path users) throws InvalidConfigurationException {
        return Features.configurationReader(Defaults.QUICK_START)
                .read(
                        Optional.empty(),
                        Map.of("REGISTRY_AUTH", "htpasswd", "REGISTRY_AUTH_HTPASSWD_PATH", users.toString()))
                .configuration();
    }

    private static void assertRefused(Configuration configuration, String error) {
        assertThatExceptionOfType(InvalidConfigurationException.class)
                .isThrownBy(() -> Registry.check(configuration))
                .satisfies(
                        e -> assertThat(e.errors()).singleElement().asString().startsWith(error));
        assertThatExceptionOfType(InvalidConfigurationException.class)
                .isThrownBy(() -> Registry.start(configuration))
                .satisfies(
                        e -> assertThat(e.errors()).singleElement().asString().startsWith(error));
    }

    @Test
    void aHashThatMustNotBeCheckedIsAnErrorAtTheStartWithItsLine() throws Exception {
        Path users = Files.writeString(folder.resolve("users"), "\nalice:$2y$31$" + "x".repeat(53) + "\n");
        assertRefused(with(users), "auth.htpasswd.path: " + users + ": line 2 has a bcrypt hash of cost 31;");
    }

    @Test
    void aFileThatIsNotThereIsAnErrorAtTheStart() throws Exception {
        Path users = folder.resolve("missing");
        assertRefused(with(users), "auth.htpasswd.path: " + users + " does not exist");
        assertThat(users).as("no file with a password of its own is made").doesNotExist();
    }
}
