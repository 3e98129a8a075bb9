package dev.moorage.bootstrap.command;

import dev.moorage.application.port.in.maintenance.CachedImage;
import dev.moorage.application.port.in.maintenance.ManageCache;
import dev.moorage.bootstrap.config.Configuration;
import dev.moorage.bootstrap.config.InvalidConfigurationException;
import dev.moorage.bootstrap.drivers.StorageDrivers;
import dev.moorage.bootstrap.wiring.Maintenance;
import dev.moorage.domain.cached.Pin;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code moorage cache ls}: what is kept of the registries of {@code proxy}. */
@Command(
        name = "ls",
        description = "Lists what is kept of the registries of proxy: tags, and manifests without a tag.",
        footer = "%nExit status 0: success. 1: the storage cannot be read." + MaintenanceCommand.STATUS_2,
        mixinStandardHelpOptions = true)
final class CacheListCommand extends MaintenanceCommand {
    @Parameters(index = "1", arity = "0..1", paramLabel = "REPOSITORY", description = "Only what it has.")
    private @Nullable String repository;

    @Option(names = "--pins", description = "List the pins instead.")
    private boolean pins;

    CacheListCommand(ConfigurationFile configuration) {
        super(configuration);
    }

    @Override
    StorageDrivers.Use use(Configuration settings) {
        return StorageDrivers.Use.READING;
    }

    @Override
    long run(Configuration settings, Maintenance maintenance) throws IOException, InvalidConfigurationException {
        ManageCache cache = maintenance.cache();
        if (pins) {
            for (Pin pin : cache.pins()) {
                out().println(pin);
            }
        } else {
            cache.list(Optional.ofNullable(repository).map(this::repository), this::print);
        }
        out().flush();
        return 0;
    }

    private void print(CachedImage image) {
        out().println(image.repository()
                + image.tag().map(tag -> ":" + tag + " is ").orElse("@") + image.digest() + ", "
                + Sizes.text(image.bytes()) + ", fetched " + image.fetched()
                + image.pulled().map(day -> ", pulled on " + day).orElse("")
                + (image.isPinned() ? ", pinned" : ""));
    }
}
