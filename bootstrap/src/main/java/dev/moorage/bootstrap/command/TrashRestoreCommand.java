package dev.moorage.bootstrap.command;

import dev.moorage.application.port.in.maintenance.RestoreTrash.Outcome;
import dev.moorage.bootstrap.config.Configuration;
import dev.moorage.bootstrap.drivers.StorageDrivers;
import dev.moorage.bootstrap.wiring.Maintenance;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.garbage.Trashed;
import dev.moorage.domain.name.Reference;
import dev.moorage.domain.name.RepositoryName;
import dev.moorage.domain.name.Tag;
import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code moorage trash restore}: puts back what has left a repository. */
@Command(
        name = "restore",
        description = "Puts back what has left a repository. Servers may run and take pushes.",
        footer =
                "%nA manifest comes back with its content, and a tag with its manifest. A tag that exists stays as it is."
                        + "%nExit status 0: success. 1: the trash does not have it, or lacks something that it needs."
                        + MaintenanceCommand.STATUS_2,
        mixinStandardHelpOptions = true)
final class TrashRestoreCommand extends MaintenanceCommand {
    @Parameters(
            index = "1",
            arity = "1",
            paramLabel = "REPOSITORY[:TAG|@DIGEST]",
            description = "What is put back. Without a tag and a digest: all that the trash has of the repository.")
    private String name = "";

    TrashRestoreCommand(ConfigurationFile configuration) {
        super(configuration);
    }

    @Override
    StorageDrivers.Use use(Configuration settings) {
        return StorageDrivers.Use.WRITING;
    }

    @Override
    long run(Configuration settings, Maintenance maintenance) throws IOException {
        int at = name.indexOf('@');
        int colon = at < 0 ? name.indexOf(':') : -1;
        int end = Math.max(at, colon);
        RepositoryName repository = repository(end < 0 ? name : name.substring(0, end));
        Optional<Reference> reference =
                end < 0 ? Optional.empty() : Optional.of(reference(name.substring(end + 1), at >= 0));
        Map<Outcome, Integer> counts = new EnumMap<>(Outcome.class);
        maintenance.trash().restore().restore(repository, reference, (trashed, outcome) -> {
            counts.merge(outcome, 1, Integer::sum);
            print(repository, trashed, outcome);
        });
        if (counts.isEmpty()) {
            err().println("error: the trash has nothing of " + name);
            err().flush();
            return 1;
        }
        return counts.getOrDefault(Outcome.INCOMPLETE, 0);
    }

    private Reference reference(String text, boolean digest) {
        Optional<Reference> reference = digest
                ? Digest.tryParse(text).map(Reference.ByDigest::new)
                : Tag.tryParse(text).map(Reference.ByTag::new);
        return reference.orElseThrow(() -> wrong(text + (digest ? " is not a digest" : " is not a tag")));
    }

    private void print(RepositoryName repository, Trashed trashed, Outcome outcome) {
        String text = TrashText.of(repository, trashed);
        switch (outcome) {
            case RESTORED -> out().println("restored " + text);
            case THERE -> out().println("is there already: " + text);
            case INCOMPLETE ->
                err().println("failed " + text
                        + ": something that it needs is neither in the repository nor in the trash");
        }
        out().flush();
        err().flush();
    }
}
