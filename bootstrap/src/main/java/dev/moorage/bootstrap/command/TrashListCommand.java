package dev.moorage.bootstrap.command;

import dev.moorage.application.port.in.maintenance.TrashEntry;
import dev.moorage.bootstrap.config.Configuration;
import dev.moorage.bootstrap.drivers.StorageDrivers;
import dev.moorage.bootstrap.wiring.Maintenance;
import dev.moorage.domain.garbage.TrashRecord.By;
import dev.moorage.domain.name.RepositoryName;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code moorage trash list}: what has left repositories and can be put back. */
@Command(
        name = "list",
        description = "Lists what has left repositories and can be put back.",
        footer = "%nExit status 0: success. 1: a record of the trash cannot be read." + MaintenanceCommand.STATUS_2,
        mixinStandardHelpOptions = true)
final class TrashListCommand extends MaintenanceCommand {
    @Parameters(index = "1", arity = "0..1", paramLabel = "REPOSITORY", description = "Only what it had.")
    private @Nullable String repository;

    TrashListCommand(ConfigurationFile configuration) {
        super(configuration);
    }

    @Override
    StorageDrivers.Use use(Configuration settings) {
        return StorageDrivers.Use.READING;
    }

    @Override
    long run(Configuration settings, Maintenance maintenance) throws IOException {
        Optional<RepositoryName> only = Optional.ofNullable(repository).map(this::repository);
        long unknown = maintenance.trash().list().list(only, this::print);
        if (unknown > 0) {
            err().println("Records that cannot be read, or are of another version: " + unknown + ".");
            err().flush();
        }
        return unknown;
    }

    private void print(TrashEntry entry) {
        out().println(entry.since() + " " + TrashText.of(entry.repository(), entry.content()) + ", removed by a "
                + (entry.by() == By.CLIENT ? "client" : "collection"));
        out().flush();
    }
}
