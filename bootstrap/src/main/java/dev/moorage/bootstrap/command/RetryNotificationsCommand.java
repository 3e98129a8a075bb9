package dev.moorage.bootstrap.command;

import dev.moorage.bootstrap.config.Configuration;
import dev.moorage.bootstrap.config.InvalidConfigurationException;
import dev.moorage.bootstrap.drivers.StorageDrivers;
import dev.moorage.bootstrap.wiring.Maintenance;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code moorage notifications retry}: events that were given up are sent again. */
@Command(
        name = "retry",
        description =
                "Puts events that were given up back into the queues of their endpoints. A running server delivers"
                        + " them within a minute.",
        footer = "%nExit status 0: success." + MaintenanceCommand.STATUS_2,
        mixinStandardHelpOptions = true)
final class RetryNotificationsCommand extends MaintenanceCommand {
    @Mixin
    private EndpointOption endpoint = new EndpointOption();

    @Option(names = "--event", paramLabel = "ID", description = "Only the event with this identifier.")
    private @Nullable String event;

    RetryNotificationsCommand(ConfigurationFile configuration) {
        super(configuration);
    }

    @Override
    StorageDrivers.Use use(Configuration settings) {
        return StorageDrivers.Use.WRITING;
    }

    @Override
    long run(Configuration settings, Maintenance maintenance) throws IOException, InvalidConfigurationException {
        long count = maintenance.deadLetters().retry(endpoint.name(), Optional.ofNullable(event));
        out().println("Events that are sent again: " + count + ".");
        out().flush();
        return 0;
    }
}
