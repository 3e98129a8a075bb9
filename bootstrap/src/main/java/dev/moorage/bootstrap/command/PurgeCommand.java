package dev.moorage.bootstrap.command;

import dev.moorage.application.port.in.upload.PurgeObserver;
import dev.moorage.application.port.in.upload.PurgeReport;
import dev.moorage.application.port.in.upload.PurgedUpload;
import dev.moorage.bootstrap.drivers.StorageDrivers;
import dev.moorage.bootstrap.logging.PrintableText;
import dev.moorage.bootstrap.section.PurgingConfig;
import dev.moorage.bootstrap.wiring.Maintenance;
import dev.moorage.storage.spi.config.GoDuration;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code moorage purge}: does at once what the server does periodically. */
@Command(
        name = "purge",
        description = "Removes uploads that nobody goes on with, and what uploads have left behind.",
        footer =
                "%nThe status is 0 when it went well, 1 when something could not be purged, 2 when the arguments or the"
                        + " configuration are wrong.",
        mixinStandardHelpOptions = true)
final class PurgeCommand implements Callable<Integer> {
    private static final int MAX_TEXT = 4096;

    private final ConfiguredStorage storage;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(arity = "0..1", paramLabel = "config.yml", description = "The configuration; without, the defaults.")
    private @Nullable Path file;

    @Option(
            names = "--older-than",
            paramLabel = "AGE",
            description = "For how long nobody may have touched them, such as 168h; without,"
                    + " storage.maintenance.uploadpurging.age.")
    private @Nullable String olderThan;

    @Option(
            names = "--dry-run",
            negatable = true,
            description = "Only name them; without, storage.maintenance.uploadpurging.dryrun.")
    private @Nullable Boolean dryRun;

    PurgeCommand(ConfiguredStorage storage) {
        this.storage = storage;
    }

    @Override
    public Integer call() {
        Optional<Duration> age = Optional.ofNullable(olderThan)
                .map(text -> GoDuration.parse(text)
                        .orElseThrow(() -> new ParameterException(
                                spec.commandLine(), "--older-than is not a duration such as 168h.")));
        return storage.run(
                file,
                spec.commandLine().getErr(),
                configuration -> isDry(configuration.get(PurgingConfig.class))
                        ? StorageDrivers.Use.READING
                        : StorageDrivers.Use.WRITING,
                (configuration, maintenance) -> purge(configuration.get(PurgingConfig.class), age, maintenance));
    }

    private boolean isDry(PurgingConfig settings) {
        return dryRun == null ? settings.dryRun() : dryRun;
    }

    private int purge(PurgingConfig settings, Optional<Duration> age, Maintenance maintenance) throws IOException {
        boolean dry = isDry(settings);
        PrintWriter out = spec.commandLine().getOut();
        PurgeReport report = maintenance
                .purge()
                .purge(
                        age.orElse(settings.age()),
                        dry,
                        new Output(out, spec.commandLine().getErr(), dry));
        out.println((dry ? "Uploads that would be purged: " : "Uploads purged: ") + report.purged() + ", kept: "
                + report.living() + ", failed: " + report.failed() + ".");
        out.flush();
        return report.failed() == 0 ? 0 : 1;
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
