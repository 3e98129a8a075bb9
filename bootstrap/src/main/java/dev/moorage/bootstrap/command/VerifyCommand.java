package dev.moorage.bootstrap.command;

import dev.moorage.application.port.in.maintenance.Finding;
import dev.moorage.application.port.in.maintenance.VerifyCheckpoint;
import dev.moorage.application.port.in.maintenance.VerifyObserver;
import dev.moorage.application.port.in.maintenance.VerifyProgress;
import dev.moorage.application.port.in.maintenance.VerifyRequest;
import dev.moorage.application.port.in.maintenance.VerifySummary;
import dev.moorage.bootstrap.config.Configuration;
import dev.moorage.bootstrap.config.InvalidConfigurationException;
import dev.moorage.bootstrap.drivers.StorageDrivers;
import dev.moorage.bootstrap.section.StorageConfig;
import dev.moorage.bootstrap.wiring.Maintenance;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code moorage verify}: reads everything that is stored and reports what is wrong with it. */
@Command(
        name = "verify",
        description =
                "Reads everything that is stored, and reports what is damaged, dangling, unreadable or unreachable.",
        footer = "%nExit status 0: nothing is wrong. 1: problems were found, repaired or not."
                + MaintenanceCommand.STATUS_2 + " Unreachable blobs are reported, and are no problem.",
        mixinStandardHelpOptions = true)
final class VerifyCommand extends MaintenanceCommand {
    @Mixin
    private ParallelOption parallel = new ParallelOption();

    @Option(
            names = "--repair",
            description =
                    "Restore the links that are certain, and move damaged blobs aside, so that the next push stores them again.")
    private boolean repair;

    @Option(
            names = "--resume",
            paramLabel = "FILE",
            description = "Keep the position in this file. A later run with the same file continues there.")
    private @Nullable Path resume;

    @Option(names = "--json", description = "Print the findings as lines of JSON.")
    private boolean json;

    VerifyCommand(ConfigurationFile configuration) {
        super(configuration);
    }

    @Override
    StorageDrivers.Use use(Configuration settings) {
        return repair ? StorageDrivers.Use.WRITING : StorageDrivers.Use.READING;
    }

    @Override
    long run(Configuration settings, Maintenance maintenance) throws IOException, InvalidConfigurationException {
        Optional<ResumeFile> kept =
                Optional.ofNullable(resume).map(path -> new ResumeFile(path, settings.get(StorageConfig.class)));
        VerifyCheckpoint from = kept.isPresent() ? kept.get().read() : VerifyCheckpoint.START;
        VerifyOutput output = json ? new JsonVerifyOutput(out()) : new TextVerifyOutput(out());
        VerifySummary tally;
        try (Progress progress = Progress.onStandardError()) {
            tally = maintenance
                    .verify()
                    .verify(new VerifyRequest(parallel.count(), repair, from), new Observer(output, progress, kept));
        }
        output.summary(tally);
        if (kept.isPresent()) {
            kept.get().delete();
        }
        return tally.problems();
    }

    /** Prints findings and progress, and writes each checkpoint to the resume file. */
    private record Observer(VerifyOutput output, Progress progress, Optional<ResumeFile> kept)
            implements VerifyObserver {
        @Override
        public void found(Finding finding) {
            progress.print(() -> output.finding(finding));
        }

        @Override
        public void progressed(VerifyProgress at) {
            progress.at(
                    at.phase().name().toLowerCase(Locale.ROOT),
                    at.objects(),
                    at.fraction(),
                    at.bytes() == 0 ? "" : Sizes.text(at.bytes()));
        }

        @Override
        public void reached(VerifyCheckpoint checkpoint) throws IOException {
            if (kept.isPresent()) {
                kept.get().write(checkpoint);
            }
        }
    }
}
