package dev.moorage.bootstrap.command;

import dev.moorage.application.port.out.notification.NotificationReceiver.Receipt;
import dev.moorage.bootstrap.config.Configuration;
import dev.moorage.bootstrap.config.InvalidConfigurationException;
import dev.moorage.bootstrap.drivers.StorageDrivers;
import dev.moorage.bootstrap.logging.PrintableText;
import dev.moorage.bootstrap.section.EndpointConfig;
import dev.moorage.bootstrap.section.NotificationsConfig;
import dev.moorage.bootstrap.wiring.Maintenance;
import dev.moorage.domain.outbox.DeliveryAnswer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code moorage notifications test}: sends an event that means nothing. */
@Command(
        name = "test",
        description = "Sends an event with the action ping to each endpoint of the configuration, and prints what comes"
                + " back.",
        footer = "%nExit status 0: success. 1: an endpoint did not accept the event." + MaintenanceCommand.STATUS_2,
        mixinStandardHelpOptions = true)
final class TestNotificationsCommand extends MaintenanceCommand {
    private static final int MAX_TEXT = 4096;

    @Mixin
    private EndpointOption endpoint = new EndpointOption();

    TestNotificationsCommand(ConfigurationFile configuration) {
        super(configuration);
    }

    @Override
    StorageDrivers.Use use(Configuration settings) {
        return StorageDrivers.Use.READING;
    }

    @Override
    long run(Configuration settings, Maintenance maintenance) throws InvalidConfigurationException {
        long problems = 0;
        for (EndpointConfig configured : settings.get(NotificationsConfig.class).endpoints()) {
            String name = configured.settings().name();
            if (endpoint.chooses(name)) {
                Receipt receipt = Maintenance.ping(configured);
                problems += receipt.answer() == DeliveryAnswer.ACCEPTED ? 0 : 1;
                out().println(PrintableText.escaped(name, MAX_TEXT) + ": "
                        + PrintableText.escaped(receipt.status(), MAX_TEXT));
            }
        }
        out().flush();
        return problems;
    }
}
