package dev.moorage.bootstrap.command;

import dev.moorage.application.port.in.upload.PurgeObserver;
import dev.moorage.application.port.in.upload.PurgeReport;
import dev.moorage.application.port.in.upload.PurgedUpload;
import dev.moorage.bootstrap.config.Configuration;
import dev.moorage.bootstrap.drivers.StorageDrivers;
import dev.moorage.bootstrap.logging.PrintableText;
import dev.moorage.bootstrap.section.PurgingConfig;
import dev.moorage.bootstrap.wiring.Maintenance;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code moorage purge}: does at once what the server does periodically. */
@Command(
        name = "purge",
        description = "Removes abandoned uploads, and what ended uploads have left behind.",
        footer = "%nThe configuration has the default of --dry-run: storage.maintenance.uploadpurging.dryrun."
                + "%nExit status 0: success. 1: an upload could not be purged." + MaintenanceCommand.STATUS_2,
        mixinStandardHelpOptions = true)
final class PurgeCommand extends MaintenanceCommand {
    private static final int MAX_TEXT = 4096;

    @Option(
            names = "--older-than",
            paramLabel = "AGE",
            converter = DurationConverter.class,
            description = "Purge uploads that have not changed for this time, for example 168h. The default is"
                    + " storage.maintenance.uploadpurging.age.")
    private @Nullable Duration olderThan;

    @Mixin
    private DryRunOption dryRun = new DryRunOption();

    PurgeCommand(ConfigurationFile configuration) {
        super(configuration);
    }

    @Override
    StorageDrivers.Use use(Configuration settings) {
        return isDry(settings.get(PurgingConfig.class)) ? StorageDrivers.Use.READING : StorageDrivers.Use.WRITING;
    }

    private boolean isDry(PurgingConfig settings) {
        return dryRun.isDry(settings.dryRun());
    }

    @Override
    long run(Configuration settings, Maintenance maintenance) throws IOException {
        PurgingConfig purging = settings.get(PurgingConfig.class);
        Duration age = Optional.ofNullable(olderThan).orElse(purging.age());
        boolean dry = isDry(purging);
        PrintWriter out = out();
        PurgeReport report = maintenance.purge().purge(age, dry, new Output(out, err(), dry));
        out.println((dry ? "Uploads that would be purged: " : "Uploads purged: ") + report.purged() + ", kept: "
                + report.living() + ", failed: " + report.failed() + ".");
        out.flush();
        return report.failed();
    }

    /** Prints each upload. */
    private record Output(PrintWriter out, PrintWriter err, boolean dryRun) implements PurgeObserver {
        @Override
        public void purged(PurgedUpload upload) {
            String what = switch (upload.kind()) {
                case UNFINISHED -> "unfinished, last touched ";
                case ENDED -> "the record of one that ended ";
                case ORPHAN -> "remains, written last ";
                case DISTRIBUTION -> "Distribution's, started ";
            };
            out.println((dryRun ? "would purge " : "purged ") + upload.repository() + " " + upload.id() + ": " + what
                    + upload.lastActivity());
            out.flush();
        }

        @Override
        public void failed(String key, IOException reason) {
            err.println("failed " + PrintableText.escaped(key, MAX_TEXT) + ": "
                    + PrintableText.escaped(String.valueOf(reason.getMessage()), MAX_TEXT));
            err.flush();
        }
    }
}
