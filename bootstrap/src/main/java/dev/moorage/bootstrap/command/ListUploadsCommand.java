package dev.moorage.bootstrap.command;

import dev.moorage.application.port.in.upload.StoredUpload;
import dev.moorage.application.port.in.upload.WalkUploads;
import dev.moorage.bootstrap.config.Configuration;
import dev.moorage.bootstrap.drivers.StorageDrivers;
import dev.moorage.bootstrap.logging.PrintableText;
import dev.moorage.bootstrap.wiring.Maintenance;
import java.io.IOException;
import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code moorage uploads list}: the uploads that have a record. */
@Command(
        name = "list",
        description = "Lists the uploads in the storage, with the bytes that are known to be stored.",
        footer = "%nIt reads the record of each upload, one request to the store each."
                + "%nExit status 0: success. 1: a record could not be read." + MaintenanceCommand.STATUS_2,
        mixinStandardHelpOptions = true)
final class ListUploadsCommand extends MaintenanceCommand {
    private static final int MAX_TEXT = 4096;

    @Option(
            names = "--ended",
            description = "List also uploads that have ended. Their records are kept to answer late requests.")
    private boolean ended;

    ListUploadsCommand(ConfigurationFile configuration) {
        super(configuration);
    }

    @Override
    StorageDrivers.Use use(Configuration settings) {
        return StorageDrivers.Use.READING;
    }

    @Override
    long run(Configuration settings, Maintenance maintenance) throws IOException {
        Output output = new Output(out(), err(), ended);
        maintenance.uploads().walk(output);
        out().println("Uploads: " + output.found + ", failed: " + output.failed + ".");
        out().flush();
        return output.failed;
    }

    /** Prints each upload. */
    private static final class Output implements WalkUploads.Visitor {
        private final PrintWriter out;
        private final PrintWriter err;
        private final boolean withEnded;
        private long found;
        private long failed;

        Output(PrintWriter out, PrintWriter err, boolean withEnded) {
            this.out = out;
            this.err = err;
            this.withEnded = withEnded;
        }

        @Override
        public void found(StoredUpload upload) {
            if (upload.isEnded() && !withEnded) {
                return;
            }
            found++;
            out.println(upload.repository() + " " + upload.id() + ": " + (upload.isEnded() ? "ended, " : "")
                    + upload.bytes() + " bytes, started " + upload.startedAt() + ", last changed "
                    + upload.lastActivity());
            out.flush();
        }

        @Override
        public void failed(String key, IOException reason) {
            failed++;
            err.println("failed " + PrintableText.escaped(key, MAX_TEXT) + ": "
                    + PrintableText.escaped(String.valueOf(reason.getMessage()), MAX_TEXT));
            err.flush();
        }
    }
}
