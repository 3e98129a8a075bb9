package dev.moorage.bootstrap.command;

import dev.moorage.application.port.in.access.UnrestrictedCaller;
import dev.moorage.application.port.in.upload.CancelResult;
import dev.moorage.application.port.in.upload.EndUploadCommand;
import dev.moorage.bootstrap.config.Configuration;
import dev.moorage.bootstrap.drivers.StorageDrivers;
import dev.moorage.bootstrap.wiring.Maintenance;
import dev.moorage.domain.name.RepositoryName;
import dev.moorage.domain.upload.UploadId;
import java.io.IOException;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code moorage uploads abort}: ends one upload. */
@Command(
        name = "abort",
        description = "Ends an upload and removes its bytes. A server that receives it fences its client.",
        footer = "%nExit status 0: success. 1: there is no such upload, or it has ended." + MaintenanceCommand.STATUS_2,
        mixinStandardHelpOptions = true)
final class AbortUploadCommand extends MaintenanceCommand {
    @Option(names = "--repository", paramLabel = "NAME", required = true, description = "The repository of the upload.")
    private String repository = "";

    @Option(names = "--id", paramLabel = "ID", required = true, description = "The id of the upload, as it is listed.")
    private String id = "";

    AbortUploadCommand(ConfigurationFile configuration) {
        super(configuration);
    }

    @Override
    StorageDrivers.Use use(Configuration settings) {
        return StorageDrivers.Use.WRITING;
    }

    @Override
    long run(Configuration settings, Maintenance maintenance) throws IOException {
        Optional<RepositoryName> name = RepositoryName.tryParse(repository);
        Optional<UploadId> upload = UploadId.tryParse(id);
        boolean isEnded = name.isPresent()
                && upload.isPresent()
                && maintenance.end().end(new EndUploadCommand(UnrestrictedCaller.ANONYMOUS, name.get(), upload.get()))
                        instanceof CancelResult.Cancelled;
        if (isEnded) {
            out().println("The upload was ended.");
            out().flush();
            return 0;
        }
        err().println("The repository has no such upload, or it has ended.");
        err().flush();
        return 1;
    }
}
