package dev.moorage.bootstrap.command;

import dev.moorage.application.port.in.archive.ExportImages;
import dev.moorage.application.port.in.archive.ExportReport;
import dev.moorage.application.port.in.archive.ExportRequest;
import dev.moorage.bootstrap.archive.ArchiveTarget;
import dev.moorage.bootstrap.config.Configuration;
import dev.moorage.bootstrap.config.InvalidConfigurationException;
import dev.moorage.bootstrap.drivers.StorageDrivers;
import dev.moorage.bootstrap.wiring.Maintenance;
import dev.moorage.domain.access.TagPattern;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.manifest.Platform;
import dev.moorage.domain.name.Reference;
import dev.moorage.domain.name.RepositoryName;
import dev.moorage.domain.name.Tag;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code moorage export}: writes images to an OCI layout. */
@Command(
        name = "export",
        description = "Writes images to an OCI layout, a folder or a tar archive. Servers may run and take pushes.",
        footer = "%nThe same images give the same bytes. An archive is complete, or is not there."
                + "%nExit status 0: success. 1: an image does not exist or lacks content, or the archive cannot be written."
                + MaintenanceCommand.STATUS_2,
        mixinStandardHelpOptions = true)
final class ExportCommand extends MaintenanceCommand {
    @Parameters(
            index = "1..*",
            arity = "1..*",
            paramLabel = "REPOSITORY[:TAG|@DIGEST]",
            description = "What is written. A tag may have * and ?. Without a tag and a digest: all tags.")
    private List<String> images = List.of();

    @Option(
            names = {"-o", "--output"},
            required = true,
            paramLabel = "FOLDER|FILE.tar|-",
            description =
                    "Where the layout is written: a new folder, a new tar archive, or the standard output as tar.")
    private String output = "";

    @Option(
            names = "--platform",
            paramLabel = "OS/ARCHITECTURE",
            description = "Write the images of an index for this platform alone, each in the place of its index.")
    private @Nullable String platform;

    @Option(
            names = "--referrers",
            negatable = true,
            description = "Write the signatures, attestations and other referrers of the images. This is the default.")
    private @Nullable Boolean referrers;

    @Option(
            names = "--referrers-tags",
            description =
                    "Write the list of each manifest's referrers under a tag too, sha256-…, where regctl looks for it.")
    private boolean referrersTags;

    @Option(
            names = "--have",
            paramLabel = "FILE",
            description = "Leave out the blobs that the other side has: a file with one digest in each line, as moorage"
                    + " inventory prints it there.")
    private @Nullable Path have;

    ExportCommand(ConfigurationFile configuration) {
        super(configuration);
    }

    @Override
    StorageDrivers.Use use(Configuration settings) {
        return StorageDrivers.Use.READING;
    }

    @Override
    long run(Configuration settings, Maintenance maintenance) throws IOException, InvalidConfigurationException {
        List<ExportRequest.Selection> selections = new ArrayList<>();
        for (String image : images) {
            selections.add(selection(image));
        }
        ExportRequest request =
                new ExportRequest(selections, platform(), referrers == null || referrers, referrersTags, have());
        ArchiveTarget target = ArchiveTarget.of(output);
        ExportImages export = maintenance.exporting();
        List<ExportReport> reports = new ArrayList<>();
        Optional<String> digest = target.write(
                new FileOutputStream(FileDescriptor.out), sink -> reports.add(export.export(request, sink)));
        print(target.kind() == ArchiveTarget.Kind.STREAM ? err() : out(), reports.getFirst(), digest);
        return 0;
    }

    private Set<Digest> have() throws IOException {
        Set<Digest> digests = new HashSet<>();
        for (String line : have == null ? List.<String>of() : Files.readAllLines(have)) {
            digests.add(
                    Digest.tryParse(line.strip()).orElseThrow(() -> wrong(have + ": " + line + " is not a digest")));
        }
        return digests;
    }

    private static void print(PrintWriter to, ExportReport report, Optional<String> digest) {
        to.println("Images: " + report.images() + "; manifests: " + report.manifests() + ", other blobs: "
                + report.blobs() + " (" + Sizes.text(report.bytes()) + ").");
        if (report.leftOut() > 0) {
            to.println("Blobs that the other side has, and that are left out: " + report.leftOut() + ".");
        }
        digest.ifPresent(text -> to.println("Digest of the archive: " + text));
        to.flush();
    }

    private ExportRequest.Selection selection(String text) {
        int at = text.indexOf('@');
        int colon = at < 0 ? text.indexOf(':') : -1;
        int end = Math.max(at, colon);
        RepositoryName repository = repository(end < 0 ? text : text.substring(0, end));
        String rest = text.substring(end + 1);
        if (at >= 0) {
            return new ExportRequest.Image(
                    repository,
                    Digest.tryParse(rest)
                            .map(Reference.ByDigest::new)
                            .orElseThrow(() -> wrong(rest + " is not a digest")));
        }
        Optional<Tag> tag = colon < 0 ? Optional.empty() : Tag.tryParse(rest);
        return tag.isPresent()
                ? new ExportRequest.Image(repository, new Reference.ByTag(tag.get()))
                : new ExportRequest.Tags(repository, pattern(colon < 0 ? "*" : rest));
    }

    private TagPattern pattern(String text) {
        try {
            return TagPattern.parse(text);
        } catch (IllegalArgumentException e) {
            throw wrong("the tag " + text + " " + e.getMessage());
        }
    }

    private Optional<Platform> platform() {
        if (platform == null) {
            return Optional.empty();
        }
        String[] parts = platform.split("/", -1);
        if (parts.length != 2) {
            throw wrong("--platform is not of the form linux/amd64: " + platform);
        }
        return Optional.of(new Platform(parts[0], parts[1]));
    }
}
