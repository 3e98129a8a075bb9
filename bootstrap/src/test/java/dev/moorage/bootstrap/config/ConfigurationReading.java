package dev.moorage.bootstrap.config;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.moorage.bootstrap.wiring.Features;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;

/** Reads configurations as the server does, from a file and variables of a test. */
public abstract class ConfigurationReading {
    protected static final String SECRET = "a-secret-that-is-long-enough-for-everyone";

    @TempDir
    protected Path folder;

    protected ConfigurationReader.Result read(String yaml, Map<String, String> environment)
            throws IOException, InvalidConfigurationException {
        Path file = Files.writeString(folder.resolve("config.yml"), yaml);
        return Features.configurationReader(Defaults.QUICK_START).read(Optional.of(file), environment);
    }

    protected List<String> errors(String yaml) {
        return errors(yaml, Map.of());
    }

    protected List<String> errors(String yaml, Map<String, String> environment) {
        return catchThrowableOfType(InvalidConfigurationException.class, () -> read(yaml, environment))
                .errors();
    }

    protected static Configuration fromEnvironment(Map<String, String> environment)
            throws InvalidConfigurationException {
        return Features.configurationReader(Defaults.QUICK_START)
                .read(Optional.empty(), environment)
                .configuration();
    }
}
