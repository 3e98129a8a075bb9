package dev.moorage.bootstrap.command;

import dev.moorage.bootstrap.config.Configuration;
import dev.moorage.bootstrap.config.ConfigurationReader;
import dev.moorage.bootstrap.config.InvalidConfigurationException;
import dev.moorage.bootstrap.drivers.StorageDrivers;
import dev.moorage.bootstrap.wiring.Logging;
import dev.moorage.bootstrap.wiring.Maintenance;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the commands have in common that work on the storage and serve nothing. */
final class ConfiguredStorage {
    private final ConfigurationFile configuration;

    ConfiguredStorage(ConfigurationFile configuration) {
        this.configuration = configuration;
    }

    /** What a command does. */
    interface Action {
        /**
         * Does it.
         *
         * @return the command's status
         */
        int run(Configuration configuration, Maintenance maintenance) throws IOException, InvalidConfigurationException;
    }

    /** What a command needs the storage for. */
    interface Need {
        StorageDrivers.Use of(Configuration configuration);
    }

    /** Does something on the storage of a configuration, and says on {@code err} why it cannot be done. */
    int run(@Nullable Path file, PrintWriter err, Need need, Action action) {
        try {
            ConfigurationReader.Result result = configuration.read(file);
            Logging.configure(result.configuration().log());
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
