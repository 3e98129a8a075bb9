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
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code moorage verify}: reads everything that is stored and reports what is wrong with it. */
@Command(
        name = "verify",
        description = "Reads all that is stored, and says what is damaged, dangling, unreadable or unreachable.",
        footer = "%nThe status is 0 when nothing is wrong, 1 when problems were found (repaired or not), 2 when the"
                + " arguments or the configuration are wrong. Unreachable blobs are told, and are no problem.",
        mixinStandardHelpOptions = true)
final class VerifyCommand implements Callable<Integer> {
    private final ConfiguredStorage storage;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(arity = "0..1", paramLabel = "config.yml", description = "The configuration; without, the defaults.")
    private @Nullable Path file;

    @Option(
            names = "--parallel",
            paramLabel = "N",
            defaultValue = "8",
            description = "How many objects to read at once.")
    private int parallel;

    @Option(
            names = "--repair",
            description = "Relink what is certain, and move damaged blobs aside, so that the next push puts them back.")
    private boolean repair;

    @Option(
            names = "--resume",
            paramLabel = "FILE",
            description = "Keep in this file how far it is, and go on from there if it is there already.")
    private @Nullable Path resume;

    @Option(names = "--json", description = "Print lines of JSON.")
    private boolean json;

    VerifyCommand(ConfiguredStorage storage) {
        this.storage = storage;
    }

    @Override
    public Integer call() {
        if (parallel < 1) {
            throw new ParameterException(spec.commandLine(), "--parallel is less than 1.");
        }
        StorageDrivers.Use use = repair ? StorageDrivers.Use.WRITING : StorageDrivers.Use.READING;
        return storage.run(file, spec.commandLine().getErr(), _ -> use, this::verify);
    }

    private int verify(Configuration configuration, Maintenance maintenance)
            throws IOException, InvalidConfigurationException {
        Optional<ResumeFile> kept =
                Optional.ofNullable(resume).map(path -> new ResumeFile(path, configuration.get(StorageConfig.class)));
        VerifyCheckpoint from = kept.isPresent() ? kept.get().read() : VerifyCheckpoint.START;
        VerifyOutput output = json
                ? new JsonVerifyOutput(spec.commandLine().getOut())
                : new TextVerifyOutput(spec.commandLine().getOut());
        VerifySummary tally;
        try (Progress progress = Progress.onStandardError()) {
            tally = maintenance
                    .verify()
                    .verify(new VerifyRequest(parallel, repair, from), new Observer(output, progress, kept));
        }
        output.summary(tally);
        if (kept.isPresent()) {
            kept.get().delete();
        }
        return tally.problems() == 0 ? 0 : 1;
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
