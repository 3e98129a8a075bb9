package dev.moorage.bootstrap.command;

import dev.moorage.application.port.in.maintenance.ReindexObserver;
import dev.moorage.application.port.in.maintenance.ReindexReport;
import dev.moorage.bootstrap.config.Configuration;
import dev.moorage.bootstrap.drivers.StorageDrivers;
import dev.moorage.bootstrap.logging.PrintableText;
import dev.moorage.bootstrap.wiring.Maintenance;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.name.RepositoryName;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.OptionalDouble;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code moorage reindex}: adds referrers to the index that were pushed through another registry. */
@Command(
        name = "reindex",
        description = "Adds the referrers of manifests that were pushed through another registry to the index.",
        footer = "%nExit status 0: success. 1: a manifest could not be read." + MaintenanceCommand.STATUS_2,
        mixinStandardHelpOptions = true)
final class ReindexCommand extends MaintenanceCommand {
    private static final int MAX_TEXT = 4096;

    @Mixin
    private ParallelOption parallel = new ParallelOption();

    @Mixin
    private DryRunOption dryRun = new DryRunOption();

    ReindexCommand(ConfigurationFile configuration) {
        super(configuration);
    }

    @Override
    StorageDrivers.Use use(Configuration settings) {
        return dryRun.isDry(false) ? StorageDrivers.Use.READING : StorageDrivers.Use.WRITING;
    }

    @Override
    long run(Configuration settings, Maintenance maintenance) throws IOException {
        boolean dry = dryRun.isDry(false);
        PrintWriter out = out();
        ReindexReport report;
        try (Progress progress = Progress.onStandardError()) {
            report = maintenance.reindex().reindex(parallel.count(), dry, new Output(out, err(), progress, dry));
        }
        out.println("Manifests: " + report.manifests() + "; referrers " + (dry ? "missing: " : "added: ")
                + report.added() + ", present: " + report.present() + ", failed: " + report.failed() + ".");
        out.flush();
        return report.failed();
    }

    /** Prints each referrer. */
    private record Output(PrintWriter out, PrintWriter err, Progress progress, boolean dryRun)
            implements ReindexObserver {
        @Override
        public void added(RepositoryName repository, Digest subject, Digest referrer) {
            progress.print(() -> {
                out.println((dryRun ? "missing " : "added ") + repository + ": " + referrer + " refers to " + subject);
                out.flush();
            });
        }

        @Override
        public void failed(RepositoryName repository, Digest manifest, String reason) {
            progress.print(() -> {
                err.println("failed " + repository + "@" + manifest + ": " + PrintableText.escaped(reason, MAX_TEXT));
                err.flush();
            });
        }

        @Override
        public void unreadable(String folder, String reason) {
            progress.print(() -> {
                err.println("failed " + PrintableText.escaped(folder, MAX_TEXT) + ": "
                        + PrintableText.escaped(reason, MAX_TEXT));
                err.flush();
            });
        }

        @Override
        public void progressed(long manifests) {
            progress.at("manifests", manifests, OptionalDouble.empty(), "");
        }
    }
}
