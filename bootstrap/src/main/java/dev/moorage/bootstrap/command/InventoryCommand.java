package dev.moorage.bootstrap.command;

import dev.moorage.bootstrap.config.Configuration;
import dev.moorage.bootstrap.config.InvalidConfigurationException;
import dev.moorage.bootstrap.drivers.StorageDrivers;
import dev.moorage.bootstrap.wiring.Maintenance;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.OptionalDouble;
import picocli.CommandLine.Command;

/** {@code moorage inventory}: lists the blobs that an export for this registry can leave out. */
@Command(
        name = "inventory",
        description =
                "Lists the blobs that repositories have, one digest in each line. moorage export --have reads the list on"
                        + " the other side, and leaves them out.",
        footer = "%nThe same blobs give the same list."
                + "%nExit status 0: success. 1: the storage cannot be read."
                + MaintenanceCommand.STATUS_2,
        mixinStandardHelpOptions = true)
final class InventoryCommand extends MaintenanceCommand {
    InventoryCommand(ConfigurationFile configuration) {
        super(configuration);
    }

    @Override
    StorageDrivers.Use use(Configuration settings) {
        return StorageDrivers.Use.READING;
    }

    @Override
    long run(Configuration settings, Maintenance maintenance) throws IOException, InvalidConfigurationException {
        PrintWriter out = out();
        long[] count = {0};
        try (Progress progress = Progress.onStandardError()) {
            maintenance.inventory().list(digest -> {
                out.println(digest);
                count[0]++;
                progress.at("blobs", count[0], OptionalDouble.empty(), "");
            });
        }
        out.flush();
        if (out.checkError()) {
            throw new IOException("the list cannot be written");
        }
        return 0;
    }
}
