package dev.moorage.bootstrap.command;

import dev.moorage.application.port.in.maintenance.PrefetchImages;
import dev.moorage.application.port.in.maintenance.PrefetchImages.Prefetched;
import dev.moorage.bootstrap.config.Configuration;
import dev.moorage.bootstrap.config.InvalidConfigurationException;
import dev.moorage.bootstrap.drivers.StorageDrivers;
import dev.moorage.bootstrap.logging.PrintableText;
import dev.moorage.bootstrap.wiring.Maintenance;
import dev.moorage.domain.manifest.Platform;
import dev.moorage.domain.name.Reference;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code moorage prefetch}: fetches images of the registries of {@code proxy} before a client asks for them. */
@Command(
        name = "prefetch",
        description = "Fetches images of the registries of proxy before a client asks for them. Servers may run.",
        footer = "%nThe names are those of this registry, with the prefix of the other one. What is kept already is not"
                + " fetched again. An image leaves by proxy.ttl and proxy.size as others do, unless moorage cache pin"
                + " keeps it."
                + "%nExit status 0: success. 1: an image is not kept as a whole." + MaintenanceCommand.STATUS_2,
        mixinStandardHelpOptions = true)
final class PrefetchCommand extends MaintenanceCommand {
    private static final int MAX_TEXT = 4096;

    @Parameters(index = "1..*", arity = "1..*", paramLabel = "REPOSITORY:TAG|@DIGEST", description = "What is fetched.")
    private List<String> images = new ArrayList<>();

    @Option(
            names = "--platform",
            paramLabel = "OS/ARCHITECTURE",
            description = "Fetch the images of an index for this platform alone. May be given several times.")
    private List<String> platforms = new ArrayList<>();

    @Option(names = "--referrers", description = "Fetch signatures, attestations and other referrers too.")
    private boolean referrers;

    PrefetchCommand(ConfigurationFile configuration) {
        super(configuration);
    }

    @Override
    StorageDrivers.Use use(Configuration settings) {
        return StorageDrivers.Use.WRITING;
    }

    @Override
    long run(Configuration settings, Maintenance maintenance) throws IOException, InvalidConfigurationException {
        Set<Platform> wanted = new HashSet<>();
        for (String platform : platforms) {
            wanted.add(platform(platform));
        }
        List<PrefetchImages.Request> requests = new ArrayList<>();
        for (String text : images) {
            ImageArgument image = image(text);
            Reference reference = image.reference().orElseThrow(() -> wrong(text + " has no tag and no digest"));
            requests.add(new PrefetchImages.Request(image.repository(), reference, wanted, referrers));
        }
        PrefetchImages prefetch = maintenance.prefetching();
        long problems = 0;
        for (int i = 0; i < requests.size(); i++) {
            try {
                Prefetched kept = prefetch.prefetch(requests.get(i));
                out().println("kept " + images.get(i) + ", which is " + kept.digest() + ": manifests: "
                        + kept.manifests() + ", layers and configs: " + kept.blobs() + " ("
                        + Sizes.text(kept.bytes()) + ")");
                out().flush();
            } catch (IOException e) {
                err().println("failed " + images.get(i) + ": "
                        + PrintableText.escaped(String.valueOf(e.getMessage()), MAX_TEXT));
                err().flush();
                problems++;
            }
        }
        return problems;
    }

    private Platform platform(String text) {
        String[] parts = text.split("/", -1);
        if (parts.length != 2 || parts[0].isEmpty() || parts[1].isEmpty()) {
            throw wrong("--platform is not of the form linux/amd64: " + text);
        }
        return new Platform(parts[0], parts[1]);
    }
}
