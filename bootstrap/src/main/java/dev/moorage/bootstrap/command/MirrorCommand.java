package dev.moorage.bootstrap.command;

import dev.moorage.application.port.in.mirror.MirrorImages;
import dev.moorage.application.port.in.mirror.MirrorObserver;
import dev.moorage.application.port.in.mirror.MirrorReport;
import dev.moorage.bootstrap.config.Configuration;
import dev.moorage.bootstrap.config.InvalidConfigurationException;
import dev.moorage.bootstrap.drivers.StorageDrivers;
import dev.moorage.bootstrap.logging.PrintableText;
import dev.moorage.bootstrap.mirror.MirrorPlan;
import dev.moorage.bootstrap.mirror.RegsyncFile;
import dev.moorage.bootstrap.wiring.Maintenance;
import dev.moorage.bootstrap.wiring.Mirroring;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.name.RepositoryName;
import dev.moorage.domain.name.Tag;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code moorage mirror}: copies images of other registries. */
@Command(
        name = "mirror",
        description =
                "Copies images of other registries into the storage, as a file of regsync says. Servers may run and"
                        + " take pushes.",
        footer = "%nA tag is set when everything that it needs is there. A copy that was interrupted continues."
                + "%nQuotas do not limit copies, and no notifications are sent."
                + "%nExit status 0: success. 1: an image could not be copied, or the storage failed."
                + MaintenanceCommand.STATUS_2,
        mixinStandardHelpOptions = true)
final class MirrorCommand extends MaintenanceCommand {
    private static final int MAX_TEXT = 4096;

    private final Map<String, String> environment;

    @Parameters(
            index = "1",
            arity = "1",
            paramLabel = "regsync.yml",
            description = "What is copied: a file of regsync, version 1.")
    private Path file = Path.of("");

    @ArgGroup(exclusive = true)
    private Mode mode = new Mode();

    /** How often it is copied. */
    static final class Mode {
        @Option(names = "--once", description = "Copy everything once, and end. This is the default.")
        private boolean once;

        @Option(names = "--daemon", description = "Copy again and again, by the intervals of the file.")
        private boolean daemon;

        boolean isDaemon() {
            return daemon && !once;
        }
    }

    MirrorCommand(ConfigurationFile configuration, Map<String, String> environment) {
        super(configuration);
        this.environment = Map.copyOf(environment);
    }

    @Override
    StorageDrivers.Use use(Configuration settings) {
        return StorageDrivers.Use.WRITING;
    }

    @Override
    long run(Configuration settings, Maintenance maintenance) throws IOException, InvalidConfigurationException {
        MirrorPlan plan = RegsyncFile.read(file, environment);
        if (mode.isDaemon()) {
            requireIntervals(plan);
        }
        Mirroring mirroring = maintenance.mirroring();
        MirrorImages images = mirroring.from(plan.registries());
        Thread stopping = new Thread(() -> stop(mirroring));
        Runtime.getRuntime().addShutdownHook(stopping);
        try (Progress progress = Progress.onStandardError()) {
            Output output = new Output(out(), err(), progress);
            return mode.isDaemon() ? daemon(plan, images, output) : once(plan, images, output);
        } finally {
            remove(stopping);
        }
    }

    private void stop(Mirroring mirroring) {
        mirroring.stop();
        if (mode.isDaemon()) {
            // Java would end with 143 after SIGTERM, which is how a daemon is ended.
            Runtime.getRuntime().halt(0);
        }
    }

    private static void remove(Thread stopping) {
        try {
            Runtime.getRuntime().removeShutdownHook(stopping);
        } catch (IllegalStateException _) {
            // The process is ending.
        }
    }

    private void requireIntervals(MirrorPlan plan) throws InvalidConfigurationException {
        List<String> without = plan.entries().stream()
                .filter(entry -> entry.interval().isEmpty())
                .map(entry ->
                        file + ": " + entry.path() + ": " + entry.source() + " has no interval, which --daemon needs")
                .toList();
        if (!without.isEmpty()) {
            throw new InvalidConfigurationException(without);
        }
    }

    private static long once(MirrorPlan plan, MirrorImages images, Output output) throws IOException {
        long failed = 0;
        for (MirrorPlan.Entry entry : plan.entries()) {
            MirrorReport report = images.mirror(entry.request(), output);
            output.summary(entry, report);
            failed += report.failed();
        }
        return failed;
    }

    /** Copies until the process is ended. A storage that fails is tried again at the next time. */
    private static long daemon(MirrorPlan plan, MirrorImages images, Output output) throws IOException {
        MirrorSchedule schedule = new MirrorSchedule(plan.entries(), System::nanoTime);
        while (true) {
            MirrorPlan.Entry entry = schedule.awaitNext();
            try {
                output.summary(entry, images.mirror(entry.request(), output));
            } catch (InterruptedIOException e) {
                throw e;
            } catch (IOException e) {
                output.failed(entry.source(), String.valueOf(e.getMessage()));
            }
            schedule.ended(entry);
        }
    }

    /** Prints what is copied. */
    private record Output(PrintWriter out, PrintWriter err, Progress progress) implements MirrorObserver {
        @Override
        public void copied(RepositoryName repository, Tag tag, Digest digest) {
            print(out, "copied " + repository + ":" + tag + "@" + digest);
        }

        @Override
        public void failed(String source, String reason) {
            print(
                    err,
                    "failed " + PrintableText.escaped(source, MAX_TEXT) + ": "
                            + PrintableText.escaped(reason, MAX_TEXT));
        }

        @Override
        public void waits(Duration time, String reason) {
            print(err, "waits " + Math.max(1, time.toSeconds()) + " s: " + PrintableText.escaped(reason, MAX_TEXT));
        }

        @Override
        public void progressed(long done, long known, long bytes) {
            progress.at(
                    "images",
                    done,
                    OptionalDouble.of(known == 0 ? 0 : (double) done / known),
                    bytes == 0 ? "" : Sizes.text(bytes));
        }

        void summary(MirrorPlan.Entry entry, MirrorReport report) {
            print(
                    out,
                    entry.source() + ": copied: " + report.copied() + ", unchanged: " + report.unchanged()
                            + ", failed: " + report.failed() + "; manifests stored: " + report.manifests() + ", blobs: "
                            + report.blobs() + " (" + Sizes.text(report.bytes()) + ").");
        }

        private void print(PrintWriter to, String line) {
            progress.print(() -> {
                to.println(line);
                to.flush();
            });
        }
    }
}
