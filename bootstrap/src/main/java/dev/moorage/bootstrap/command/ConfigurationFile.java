package dev.moorage.bootstrap.command;

import dev.moorage.bootstrap.config.Configuration;
import dev.moorage.bootstrap.config.ConfigurationReader;
import dev.moorage.bootstrap.config.InvalidConfigurationException;
import dev.moorage.bootstrap.section.LogConfig;
import dev.moorage.bootstrap.wiring.Features;
import dev.moorage.bootstrap.wiring.Logging;
import dev.moorage.bootstrap.wiring.Registry;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Chooses the configuration file: the argument's, else {@code REGISTRY_CONFIGURATION_PATH}'s, else the installation's, else
 * none.
 */
final class ConfigurationFile {
    private static final String VARIABLE = "REGISTRY_CONFIGURATION_PATH";

    private final Map<String, String> environment;
    private final Installation installation;

    ConfigurationFile(Map<String, String> environment, Installation installation) {
        this.environment = Map.copyOf(environment);
        this.installation = installation;
    }

    /**
     * Reads the configuration and checks whether a registry could be started with it.
     *
     * @throws InvalidConfigurationException with everything that is wrong, including errors of the storage driver and of
     *     files
     */
    ConfigurationReader.Result check(@Nullable Path argument) throws InvalidConfigurationException {
        try {
            ConfigurationReader.Result result = read(argument);
            Logging.configure(result.configuration().get(LogConfig.class));
            Registry.check(result.configuration());
            return result;
        } catch (InvalidConfigurationException e) {
            throw e.rest().isPresent() ? withErrorsOf(e.rest().get(), e) : e;
        }
    }

    private static InvalidConfigurationException withErrorsOf(
            Configuration rest, InvalidConfigurationException problems) {
        try {
            Registry.check(rest);
            return problems;
        } catch (InvalidConfigurationException more) {
            List<String> all = new ArrayList<>(problems.errors());
            all.addAll(more.errors());
            return new InvalidConfigurationException(all);
        }
    }

    ConfigurationReader.Result read(@Nullable Path argument) throws InvalidConfigurationException {
        ConfigurationReader.Result result =
                Features.configurationReader(installation.defaults()).read(file(argument), environment);
        List<String> warnings = new ArrayList<>(result.warnings());
        warnings.addAll(Registry.warnings(result.configuration()));
        return new ConfigurationReader.Result(result.configuration(), warnings);
    }

    private Optional<Path> file(@Nullable Path argument) {
        if (argument != null) {
            return Optional.of(argument);
        }
        String named = environment.get(VARIABLE);
        return named == null ? installation.file() : Optional.of(Path.of(named));
    }
}
