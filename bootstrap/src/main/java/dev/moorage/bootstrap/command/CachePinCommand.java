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

/** {@code moorage cache pin}: keeps content of the registries of {@code proxy}. */
@Command(
        name = "pin",
        description = "Keeps content of the registries of proxy, whatever its last use and the size of all.",
        footer = "%nA pin of a tag may have * and ?, and may be there before the content."
                + "%nExit status 0: success. 1: the pins cannot be changed." + MaintenanceCommand.STATUS_2,
        mixinStandardHelpOptions = true)
final class CachePinCommand extends MaintenanceCommand {
    @Parameters(
            index = "1..*",
            arity = "1..*",
            paramLabel = ImageArgument.LABEL,
            description = "What stays. Without a tag and a digest: all that the repository has.")
    private List<String> names = new ArrayList<>();

    CachePinCommand(ConfigurationFile configuration) {
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
        for (Pin pin : pins) {
            out().println((cache.pin(pin) ? "pinned " : "is pinned already: ") + pin);
        }
        out().flush();
        return 0;
    }
}
