package dev.moorage.bootstrap.command;

import dev.moorage.application.port.in.maintenance.GarbageObserver;
import dev.moorage.application.port.in.maintenance.GarbageReport;
import dev.moorage.application.port.in.maintenance.GarbageRequest;
import dev.moorage.application.port.in.maintenance.GoingTag;
import dev.moorage.application.port.in.maintenance.RepositoryRemovals;
import dev.moorage.bootstrap.config.Configuration;
import dev.moorage.bootstrap.drivers.StorageDrivers;
import dev.moorage.bootstrap.section.GarbageConfig;
import dev.moorage.bootstrap.wiring.Maintenance;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.garbage.Removable;
import dev.moorage.domain.name.RepositoryName;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code moorage gc}: removes what nothing needs, while servers take pushes. */
@Command(
        name = "gc",
        description =
                "Takes out of repositories what nothing needs, and removes the bytes that no repository and no trash has."
                        + " Servers may run and take pushes.",
        footer = "%nEvery server on this storage must be of a version that has this command, and no other registry may"
                + " push to it. The configuration has the default of --dry-run: storage.gc.dryrun. What"
                + " leaves repositories: storage.gc.links, storage.gc.untagged, storage.retention."
                + "%nExit status 0: success. 1: something cannot be read or understood, and nothing was removed."
                + MaintenanceCommand.STATUS_2,
        mixinStandardHelpOptions = true)
final class GcCommand extends MaintenanceCommand {
    @Option(
            names = "--grace",
            paramLabel = "AGE",
            converter = DurationConverter.class,
            description = "Remove bytes that were written before this time, for example 24h. The default is"
                    + " storage.gc.grace.")
    private @Nullable Duration grace;

    @Option(
            names = "--trash",
            paramLabel = "AGE",
            converter = DurationConverter.class,
            description = "Empty the trash of what has been there for this time, for example 168h. The default is"
                    + " storage.gc.trash.")
    private @Nullable Duration trash;

    @Mixin
    private PaceOptions pace = new PaceOptions();

    @Mixin
    private DryRunOption dryRun = new DryRunOption();

    @Option(names = "--json", description = "Print the results as lines of JSON.")
    private boolean json;

    GcCommand(ConfigurationFile configuration) {
        super(configuration);
    }

    @Override
    StorageDrivers.Use use(Configuration settings) {
        return request(settings).dryRun() ? StorageDrivers.Use.READING : StorageDrivers.Use.WRITING;
    }

    private GarbageRequest request(Configuration settings) {
        GarbageRequest otherwise = settings.get(GarbageConfig.class).request();
        return new GarbageRequest(
                grace == null ? otherwise.grace() : grace,
                pace.parallel(otherwise),
                pace.requestsPerSecond(otherwise),
                dryRun.isDry(otherwise.dryRun()),
                repositories(otherwise.repositories()));
    }

    private RepositoryRemovals repositories(RepositoryRemovals otherwise) {
        return trash == null ? otherwise : new RepositoryRemovals(otherwise.links(), otherwise.untagged(), trash);
    }

    @Override
    long run(Configuration settings, Maintenance maintenance) throws IOException {
        GarbageRequest request = request(settings);
        boolean dry = request.dryRun();
        GarbageOutput output = json ? new JsonGarbageOutput(out(), dry) : new TextGarbageOutput(out(), err(), dry);
        GarbageReport report;
        try (Progress progress = Progress.onStandardError()) {
            report = maintenance.garbage().collect(request, new Observer(output, progress));
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
        public void left(Removable object) {
            progress.print(() -> output.left(object));
        }

        @Override
        public void going(GoingTag tag) {
            progress.print(() -> output.going(tag));
        }

        @Override
        public void kept(RepositoryName repository, String key, String reason) {
            progress.print(() -> output.kept(repository, key, reason));
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
