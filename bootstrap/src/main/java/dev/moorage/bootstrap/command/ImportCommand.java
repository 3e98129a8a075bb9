package dev.moorage.bootstrap.command;

import dev.moorage.application.port.in.archive.ImportReport;
import dev.moorage.application.port.in.archive.ImportRequest;
import dev.moorage.bootstrap.archive.OpenArchive;
import dev.moorage.bootstrap.config.Configuration;
import dev.moorage.bootstrap.config.InvalidConfigurationException;
import dev.moorage.bootstrap.drivers.StorageDrivers;
import dev.moorage.bootstrap.logging.PrintableText;
import dev.moorage.bootstrap.wiring.Maintenance;
import dev.moorage.domain.name.RepositoryName;
import dev.moorage.domain.name.Tag;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code moorage import}: stores the images of an OCI layout. */
@Command(
        name = "import",
        description = "Stores the images of an OCI layout, a folder or a tar archive. Servers may run and take pushes.",
        footer = "%nA tag is set when everything that it needs is there. A repeated import stores nothing twice."
                + "%nQuotas do not limit an import, and no notifications are sent."
                + "%nExit status 0: success. 1: an image is not complete, or the archive or the storage cannot be read."
                + MaintenanceCommand.STATUS_2,
        mixinStandardHelpOptions = true)
final class ImportCommand extends MaintenanceCommand {
    private static final int MAX_TEXT = 4096;

    @Parameters(
            index = "1",
            arity = "1",
            paramLabel = "FOLDER|FILE|-",
            description = "The layout: a folder, a tar archive, or a tar archive from the standard input.")
    private String archive = "";

    @Option(
            names = "--to",
            paramLabel = "REPOSITORY[:TAG]",
            description =
                    "Store all images in this repository. With a tag: the only image of the archive under this tag.")
    private @Nullable String to;

    @Option(
            names = "--to-prefix",
            paramLabel = "PREFIX",
            description = "Put this, and a slash, before the names of the archive's repositories.")
    private @Nullable String prefix;

    @Mixin
    private DryRunOption dryRun = new DryRunOption();

    ImportCommand(ConfigurationFile configuration) {
        super(configuration);
    }

    @Override
    StorageDrivers.Use use(Configuration settings) {
        return dryRun.isDry(false) ? StorageDrivers.Use.READING : StorageDrivers.Use.WRITING;
    }

    @Override
    long run(Configuration settings, Maintenance maintenance) throws IOException, InvalidConfigurationException {
        boolean dry = dryRun.isDry(false);
        ImportRequest request = request(dry);
        ImportReport report;
        try (OpenArchive opened = OpenArchive.open(archive, new FileInputStream(FileDescriptor.in))) {
            report = maintenance.importing().store(request, opened.source());
        }
        for (ImportReport.Stored image : report.images()) {
            out().println((dry ? "would import " : "imported ") + image.repository()
                    + image.tag().map(tag -> ":" + tag).orElse("") + "@" + image.digest());
        }
        for (ImportReport.Problem problem : report.problems()) {
            err().println("failed " + PrintableText.escaped(problem.image(), MAX_TEXT) + ": "
                    + PrintableText.escaped(problem.reason(), MAX_TEXT));
        }
        out().println("Imported: " + report.images().size() + ", failed: "
                + report.problems().size() + "; blobs stored: " + report.blobs() + " (" + Sizes.text(report.bytes())
                + ").");
        out().flush();
        err().flush();
        return report.problems().size();
    }

    private ImportRequest request(boolean dry) {
        int colon = to == null ? -1 : to.indexOf(':');
        Optional<RepositoryName> repository =
                Optional.ofNullable(to).map(text -> repository(colon < 0 ? text : text.substring(0, colon)));
        Optional<Tag> tag = Optional.ofNullable(to)
                .filter(_ -> colon >= 0)
                .map(text -> text.substring(colon + 1))
                .map(text -> Tag.tryParse(text).orElseThrow(() -> wrong(text + " is not a tag")));
        if (prefix != null && to != null) {
            throw wrong("--to and --to-prefix exclude each other");
        }
        return new ImportRequest(
                repository, tag, prefix == null ? "" : repository(prefix).value() + "/", dry);
    }
}
