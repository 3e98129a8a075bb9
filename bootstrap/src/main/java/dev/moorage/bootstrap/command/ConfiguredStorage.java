package dev.moorage.bootstrap.command;

import dev.moorage.bootstrap.config.Configuration;
import dev.moorage.bootstrap.config.ConfigurationReader;
import dev.moorage.bootstrap.config.InvalidConfigurationException;
import dev.moorage.bootstrap.drivers.StorageDrivers;
import dev.moorage.bootstrap.section.LogConfig;
import dev.moorage.bootstrap.wiring.Logging;
import dev.moorage.bootstrap.wiring.Maintenance;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens the configured storage for the commands that work on it and serve nothing. */
final class ConfiguredStorage {
    private final ConfigurationFile configuration;

    ConfiguredStorage(ConfigurationFile configuration) {
        this.configuration = configuration;
    }

    /** The work of a command. */
    interface Action {
        /**
         * Does the work.
         *
         * @return the command's exit status
         */
        int run(Configuration configuration, Maintenance maintenance) throws IOException, InvalidConfigurationException;
    }

    /** Decides from the configuration whether a command reads or also writes. */
    interface Need {
        StorageDrivers.Use of(Configuration configuration);
    }

    /** Runs an action on the storage of a configuration. Prints to {@code err} why it cannot be run. */
    int run(@Nullable Path file, PrintWriter err, Need need, Action action) {
        try {
            ConfigurationReader.Result result = configuration.read(file);
            Logging.configure(result.configuration().get(LogConfig.class));
            Logger log = LoggerFactory.getLogger(ConfiguredStorage.class);
            result.warnings().forEach(log::debug);
            StorageDrivers.Use use = need.of(result.configuration());
            try (Maintenance maintenance = Maintenance.open(result.configuration(), use)) {
                return action.run(result.configuration(), maintenance);
            }
        } catch (InvalidConfigurationException e) {
            return new ErrorOutput(err).invalid(e);
        } catch (IOException e) {
            return new ErrorOutput(err).failed(e);
        }
    }
}
