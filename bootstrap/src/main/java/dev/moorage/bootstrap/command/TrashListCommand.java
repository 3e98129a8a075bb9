package dev.moorage.bootstrap.command;

import dev.moorage.application.port.in.maintenance.TrashEntry;
import dev.moorage.application.port.in.maintenance.TrashPage;
import dev.moorage.application.port.in.maintenance.TrashQuery;
import dev.moorage.bootstrap.config.Configuration;
import dev.moorage.bootstrap.drivers.StorageDrivers;
import dev.moorage.bootstrap.wiring.Maintenance;
import dev.moorage.domain.garbage.TrashRecord.By;
import dev.moorage.domain.name.RepositoryName;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
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

    @Option(
            names = "--limit",
            paramLabel = "N",
            description = "Print at most N entries, and on the standard error the position of the next ones.")
    private long limit = Long.MAX_VALUE;

    @Option(names = "--after", paramLabel = "POSITION", description = "Go on where another call has ended.")
    private @Nullable String after;

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
        if (limit < 1) {
            throw wrong("--limit is below 1");
        }
        TrashPage page = list(maintenance, new TrashQuery(only, Optional.ofNullable(after), limit));
        if (page.unknown() > 0) {
            err().println("Records that cannot be read, or are of another version: " + page.unknown() + ".");
        }
        page.next().ifPresent(next -> err().println("There may be more: --after " + next));
        err().flush();
        return page.unknown();
    }

    private TrashPage list(Maintenance maintenance, TrashQuery query) throws IOException {
        try {
            return maintenance.trash().list().list(query, this::print);
        } catch (IllegalArgumentException e) {
            throw wrong("--after " + after + " " + e.getMessage());
        }
    }

    private void print(TrashEntry entry) {
        out().println(entry.since() + " " + TrashText.of(entry.repository(), entry.content()) + ", removed by a "
                + (entry.by() == By.CLIENT ? "client" : "collection"));
        out().flush();
    }
}
