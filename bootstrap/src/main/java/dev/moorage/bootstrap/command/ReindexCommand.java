package dev.moorage.bootstrap.command;

import dev.moorage.application.port.in.maintenance.ReindexObserver;
import dev.moorage.application.port.in.maintenance.ReindexReport;
import dev.moorage.bootstrap.drivers.StorageDrivers;
import dev.moorage.bootstrap.logging.PrintableText;
import dev.moorage.bootstrap.wiring.Maintenance;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.name.RepositoryName;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code moorage reindex}: adds referrers to the index that were pushed through another registry. */
@Command(
        name = "reindex",
        description = "Builds the index of referrers for what was pushed through another registry.",
        footer = "%nThe status is 0 when it went well, 1 when a manifest could not be read, 2 when the arguments or the"
                + " configuration are wrong.",
        mixinStandardHelpOptions = true)
final class ReindexCommand implements Callable<Integer> {
    private static final int MAX_TEXT = 4096;

    private final ConfiguredStorage storage;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(arity = "0..1", paramLabel = "config.yml", description = "The configuration; without, the defaults.")
    private @Nullable Path file;

    @Option(
            names = "--parallel",
            paramLabel = "N",
            defaultValue = "8",
            description = "How many manifests to read at once.")
    private int parallel;

    @Option(names = "--dry-run", description = "Only name what is missing.")
    private boolean dryRun;

    ReindexCommand(ConfiguredStorage storage) {
        this.storage = storage;
    }

    @Override
    public Integer call() {
        if (parallel < 1) {
            throw new ParameterException(spec.commandLine(), "--parallel is less than 1.");
        }
        StorageDrivers.Use use = dryRun ? StorageDrivers.Use.READING : StorageDrivers.Use.WRITING;
        return storage.run(file, spec.commandLine().getErr(), _ -> use, (_, maintenance) -> reindex(maintenance));
    }

    private int reindex(Maintenance maintenance) throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        ReindexReport report;
        try (Progress progress = Progress.onStandardError()) {
            report = maintenance
                    .reindex()
                    .reindex(
                            parallel, dryRun, new Output(out, spec.commandLine().getErr(), progress, dryRun));
        }
        out.println("Manifests: " + report.manifests() + "; referrers " + (dryRun ? "missing: " : "added: ")
                + report.added() + ", present: " + report.present() + ", failed: " + report.failed() + ".");
        out.flush();
        return report.failed() == 0 ? 0 : 1;
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
