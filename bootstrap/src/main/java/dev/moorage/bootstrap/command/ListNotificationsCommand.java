package dev.moorage.bootstrap.command;

import dev.moorage.application.port.in.notification.DeadLetter;
import dev.moorage.bootstrap.config.Configuration;
import dev.moorage.bootstrap.config.InvalidConfigurationException;
import dev.moorage.bootstrap.drivers.StorageDrivers;
import dev.moorage.bootstrap.logging.PrintableText;
import dev.moorage.bootstrap.wiring.Maintenance;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code moorage notifications list}: what waits, and what was given up. */
@Command(
        name = "list",
        description = "Shows how many events wait for each endpoint, and each event that was given up.",
        footer = "%nExit status 0: success." + MaintenanceCommand.STATUS_2,
        mixinStandardHelpOptions = true)
final class ListNotificationsCommand extends MaintenanceCommand {
    private static final int MAX_TEXT = 4096;

    @Mixin
    private EndpointOption endpoint = new EndpointOption();

    ListNotificationsCommand(ConfigurationFile configuration) {
        super(configuration);
    }

    @Override
    StorageDrivers.Use use(Configuration settings) {
        return StorageDrivers.Use.READING;
    }

    @Override
    long run(Configuration settings, Maintenance maintenance) throws IOException, InvalidConfigurationException {
        maintenance.deadLetters().waiting().forEach((name, count) -> {
            if (name.isEmpty()) {
                out().println("new: " + count);
            } else if (endpoint.chooses(name)) {
                out().println("waiting for " + PrintableText.escaped(name, MAX_TEXT) + ": " + count);
            }
        });
        maintenance.deadLetters().list(this::print);
        out().flush();
        return 0;
    }

    private void print(DeadLetter letter) {
        if (endpoint.chooses(letter.endpoint())) {
            out().println("given up for " + PrintableText.escaped(letter.endpoint(), MAX_TEXT) + ": " + letter.event()
                    + ", " + PrintableText.escaped(letter.status(), MAX_TEXT) + ", "
                    + PrintableText.escaped(letter.json(), MAX_TEXT));
        }
    }
}
