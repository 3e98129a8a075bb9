package dev.moorage.bootstrap.command;

import dev.moorage.bootstrap.config.Configuration;
import dev.moorage.bootstrap.config.ConfigurationReader;
import dev.moorage.bootstrap.config.InvalidConfigurationException;
import dev.moorage.bootstrap.drivers.StorageDrivers;
import dev.moorage.bootstrap.section.LogConfig;
import dev.moorage.bootstrap.wiring.Logging;
import dev.moorage.bootstrap.wiring.Maintenance;
import dev.moorage.domain.cached.Pin;
import dev.moorage.domain.name.RepositoryName;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A command that works on the configured storage and serves nothing. */
abstract class MaintenanceCommand implements Callable<Integer> {
    /** The part of a help text that describes the exit status 2, which is the same for all these commands. */
    static final String STATUS_2 = " 2: the arguments or the configuration are wrong.";

    private final ConfigurationFile configuration;

    @Mixin
    private ConfigurationArgument argument = new ConfigurationArgument();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    MaintenanceCommand(ConfigurationFile configuration) {
        this.configuration = configuration;
    }

    /** Returns whether the command changes the storage. If it does not, the storage may be on a read-only mount. */
    abstract StorageDrivers.Use use(Configuration settings);

    /**
     * Does the work.
     *
     * @return the number of problems that were found or are left. The command fails where it is not 0
     */
    abstract long run(Configuration settings, Maintenance maintenance)
            throws IOException, InvalidConfigurationException;

    @Override
    public final Integer call() {
        try {
            ConfigurationReader.Result result = configuration.read(argument.file());
            Configuration settings = result.configuration();
            Logging.configure(settings.get(LogConfig.class));
            Logger log = LoggerFactory.getLogger(MaintenanceCommand.class);
            result.warnings().forEach(log::debug);
            try (Maintenance maintenance = Maintenance.open(settings, use(settings))) {
                return run(settings, maintenance) == 0 ? 0 : 1;
            }
        } catch (InvalidConfigurationException e) {
            return new ErrorOutput(err()).invalid(e);
        } catch (IOException e) {
            return new ErrorOutput(err()).failed(e);
        }
    }

    /** Returns the standard output. */
    final PrintWriter out() {
        return spec.commandLine().getOut();
    }

    /** Returns the standard error. */
    final PrintWriter err() {
        return spec.commandLine().getErr();
    }

    /**
     * Returns the repository of an argument.
     *
     * @throws ParameterException it is not the name of one
     */
    final RepositoryName repository(String name) {
        return RepositoryName.tryParse(name).orElseThrow(() -> wrong(name + " is not the name of a repository"));
    }

    /**
     * Returns the image of an argument.
     *
     * @throws ParameterException it is none
     */
    final ImageArgument image(String text) {
        try {
            return ImageArgument.parse(text);
        } catch (IllegalArgumentException e) {
            throw wrong(String.valueOf(e.getMessage()));
        }
    }

    /**
     * Returns the pin of an argument.
     *
     * @throws ParameterException it is none
     */
    final Pin pin(String text) {
        try {
            return Pin.parse(text);
        } catch (IllegalArgumentException e) {
            throw wrong(text + " " + e.getMessage());
        }
    }

    /** Returns the error of a wrong argument. */
    final ParameterException wrong(String reason) {
        return new ParameterException(spec.commandLine(), reason);
    }
}
