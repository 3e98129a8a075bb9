package dev.moorage.bootstrap.command;

import dev.moorage.bootstrap.config.ConfigurationReader;
import dev.moorage.bootstrap.config.InvalidConfigurationException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Which configuration file is meant: the argument's, or {@code REGISTRY_CONFIGURATION_PATH}'s, or none. */
final class ConfigurationFile {
    private static final String VARIABLE = "REGISTRY_CONFIGURATION_PATH";

    private final Map<String, String> environment;

    ConfigurationFile(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
    }

    ConfigurationReader.Result read(@Nullable Path argument) throws InvalidConfigurationException {
        Optional<Path> file = Optional.ofNullable(argument)
                .or(() -> Optional.ofNullable(environment.get(VARIABLE)).map(Path::of));
        return new ConfigurationReader().read(file, environment);
    }
}
