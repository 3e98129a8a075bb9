package dev.moorage.bootstrap.command;

import dev.moorage.application.port.in.maintenance.GarbageObserver;
import dev.moorage.application.port.in.maintenance.GarbageReport;
import dev.moorage.application.port.in.maintenance.GarbageRequest;
import dev.moorage.bootstrap.config.Configuration;
import dev.moorage.bootstrap.drivers.StorageDrivers;
import dev.moorage.bootstrap.wiring.Maintenance;
import dev.moorage.domain.digest.Digest;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.OptionalDouble;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code moorage gc}: removes the bytes that no repository has, while servers take pushes. */
@Command(
        name = "gc",
        description =
                "Removes the bytes of blobs and manifests that no repository has. Servers may run and take pushes.",
        footer = "%nEvery server on this storage must be of a version that has this command, and no other registry may"
                + " push to it."
                + "%nExit status 0: success. 1: something cannot be read or understood, and nothing was removed."
                + MaintenanceCommand.STATUS_2,
        mixinStandardHelpOptions = true)
final class GcCommand extends MaintenanceCommand {
    @Option(
            names = "--grace",
            paramLabel = "AGE",
            converter = DurationConverter.class,
            defaultValue = "24h",
            description = "Remove bytes that were written before this time, for example 24h, which is the default.")
    private Duration grace = Duration.ofHours(24);

    @Mixin
    private ParallelOption parallel = new ParallelOption();

    @Mixin
    private DryRunOption dryRun = new DryRunOption();

    @Option(names = "--json", description = "Print the results as lines of JSON.")
    private boolean json;

    GcCommand(ConfigurationFile configuration) {
        super(configuration);
    }

    @Override
    StorageDrivers.Use use(Configuration settings) {
        return dryRun.isDry(false) ? StorageDrivers.Use.READING : StorageDrivers.Use.WRITING;
    }

    @Override
    long run(Configuration settings, Maintenance maintenance) throws IOException {
        boolean dry = dryRun.isDry(false);
        GarbageOutput output = json ? new JsonGarbageOutput(out(), dry) : new TextGarbageOutput(out(), err(), dry);
        GarbageReport report;
        try (Progress progress = Progress.onStandardError()) {
            report = maintenance
                    .garbage()
                    .collect(new GarbageRequest(grace, parallel.count(), dry), new Observer(output, progress));
        }
        output.summary(report);
        return report.problems();
    }

    /** Prints each result and the progress. */
    private record Observer(GarbageOutput output, Progress progress) implements GarbageObserver {
        @Override
        public void garbage(Digest digest, long size, Instant lastModified) {
            progress.print(() -> output.garbage(digest, size, lastModified));
        }

        @Override
        public void problem(String key, String reason) {
            progress.print(() -> output.problem(key, reason));
        }

        @Override
        public void progressed(Phase phase, long objects) {
            progress.at(phase.name().toLowerCase(Locale.ROOT), objects, OptionalDouble.empty(), "");
        }
    }
}
