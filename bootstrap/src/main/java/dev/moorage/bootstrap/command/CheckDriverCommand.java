package dev.moorage.bootstrap.command;

import dev.moorage.bootstrap.config.Configuration;
import dev.moorage.bootstrap.config.InvalidConfigurationException;
import dev.moorage.bootstrap.drivers.DriverCheck;
import dev.moorage.bootstrap.drivers.FoundDriver;
import dev.moorage.bootstrap.drivers.StorageDrivers;
import dev.moorage.bootstrap.section.LogConfig;
import dev.moorage.bootstrap.section.StorageConfig;
import dev.moorage.bootstrap.section.WritesConfig;
import dev.moorage.bootstrap.wiring.Logging;
import dev.moorage.storage.spi.DriverContext;
import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.io.ComputePool;
import dev.moorage.storage.spi.io.TransferBuffers;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code moorage check-driver}: tries the configured storage driver out over its store. */
@Command(
        name = "check-driver",
        description =
                "Calls each method of the configured storage driver, and measures how long calls take. It writes below"
                        + " .moorage/registry/rehearsal, and removes what it has written.",
        footer = "%nExit status 0: the driver works. 1: it or its store does not." + MaintenanceCommand.STATUS_2,
        mixinStandardHelpOptions = true)
final class CheckDriverCommand implements Callable<Integer> {
    private static final int LARGE_BUFFER = 1 << 20;
    private static final int LARGE_BUFFERS = 8;

    private final ConfigurationFile configuration;

    @Mixin
    private ConfigurationArgument argument = new ConfigurationArgument();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    CheckDriverCommand(ConfigurationFile configuration) {
        this.configuration = configuration;
    }

    @Override
    public Integer call() {
        ErrorOutput errors = new ErrorOutput(spec.commandLine().getErr());
        try {
            check(configuration.read(argument.file()).configuration());
            return 0;
        } catch (InvalidConfigurationException e) {
            return errors.invalid(e);
        } catch (IOException e) {
            return errors.failed(e);
        }
    }

    private void check(Configuration settings) throws InvalidConfigurationException, IOException {
        if (settings.get(WritesConfig.class).readOnly()) {
            throw new InvalidConfigurationException(List.of(
                    "storage.maintenance.readonly.enabled: the check writes objects, and this storage is read-only"));
        }
        LogConfig log = settings.get(LogConfig.class);
        Logging.configure(log);
        StorageConfig storage = settings.get(StorageConfig.class);
        FoundDriver<?> chosen = StorageDrivers.installed().choose(storage.type());
        Logging.include(chosen.packageName(), log);
        DriverContext context = new DriverContext(
                InstantSource.system(), new TransferBuffers(LARGE_BUFFER, LARGE_BUFFERS), new ComputePool());
        PrintWriter out = spec.commandLine().getOut();
        try (StorageDriver driver = chosen.open(storage.parameters(), StorageDrivers.Use.WRITING, context)) {
            for (DriverCheck.Finding finding : DriverCheck.run(driver)) {
                out.println(finding.what() + ": " + finding.value());
            }
            out.println("The driver " + chosen.type() + " of " + chosen.origin() + " works.");
            out.flush();
        }
    }
}
