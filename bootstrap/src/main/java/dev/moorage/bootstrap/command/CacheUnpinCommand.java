package dev.moorage.bootstrap.command;

import dev.moorage.application.port.in.maintenance.ManageCache;
import dev.moorage.bootstrap.config.Configuration;
import dev.moorage.bootstrap.config.InvalidConfigurationException;
import dev.moorage.bootstrap.drivers.StorageDrivers;
import dev.moorage.bootstrap.wiring.Maintenance;
import dev.moorage.domain.cached.Pin;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code moorage cache unpin}: takes pins away. */
@Command(
        name = "unpin",
        description = "Takes pins away. The content leaves as other content does.",
        footer = "%nmoorage cache ls --pins lists the pins." + "%nExit status 0: success. 1: there is no such pin."
                + MaintenanceCommand.STATUS_2,
        mixinStandardHelpOptions = true)
final class CacheUnpinCommand extends MaintenanceCommand {
    @Parameters(
            index = "1..*",
            arity = "1..*",
            paramLabel = ImageArgument.LABEL,
            description = "The pin, in the same words.")
    private List<String> names = new ArrayList<>();

    CacheUnpinCommand(ConfigurationFile configuration) {
        super(configuration);
    }

    @Override
    StorageDrivers.Use use(Configuration settings) {
        return StorageDrivers.Use.WRITING;
    }

    @Override
    long run(Configuration settings, Maintenance maintenance) throws IOException, InvalidConfigurationException {
        List<Pin> pins = new ArrayList<>();
        for (String name : names) {
            pins.add(pin(name));
        }
        ManageCache cache = maintenance.cache();
        long problems = 0;
        for (Pin pin : pins) {
            if (cache.unpin(pin)) {
                out().println("unpinned " + pin);
            } else {
                err().println("error: there is no pin " + pin);
                problems++;
            }
        }
        out().flush();
        err().flush();
        return problems;
    }
}
