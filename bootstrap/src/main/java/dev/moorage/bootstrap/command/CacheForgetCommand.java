package dev.moorage.bootstrap.command;

import dev.moorage.application.port.in.maintenance.ManageCache;
import dev.moorage.application.port.in.maintenance.ManageCache.Forgotten;
import dev.moorage.bootstrap.config.Configuration;
import dev.moorage.bootstrap.config.InvalidConfigurationException;
import dev.moorage.bootstrap.drivers.StorageDrivers;
import dev.moorage.bootstrap.wiring.Maintenance;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code moorage cache forget}: takes what is kept of a registry out of its repository. */
@Command(
        name = "forget",
        description = "Takes what is kept of a registry out of its repository. The next pull fetches it again."
                + " Servers may run, and see it after storage.cache.ttl.",
        footer = "%nThe bytes go with a collection of garbage."
                + "%nExit status 0: success. 1: something is not kept, or is pinned." + MaintenanceCommand.STATUS_2,
        mixinStandardHelpOptions = true)
final class CacheForgetCommand extends MaintenanceCommand {
    @Parameters(index = "1..*", arity = "1..*", paramLabel = ImageArgument.LABEL, description = "What is forgotten.")
    private List<String> images = new ArrayList<>();

    CacheForgetCommand(ConfigurationFile configuration) {
        super(configuration);
    }

    @Override
    StorageDrivers.Use use(Configuration settings) {
        return StorageDrivers.Use.WRITING;
    }

    @Override
    long run(Configuration settings, Maintenance maintenance) throws IOException, InvalidConfigurationException {
        List<ImageArgument> arguments = new ArrayList<>();
        for (String image : images) {
            arguments.add(image(image));
        }
        ManageCache cache = maintenance.cache();
        long problems = 0;
        for (int i = 0; i < images.size(); i++) {
            ImageArgument image = arguments.get(i);
            Forgotten forgotten = cache.forget(image.repository(), image.reference());
            switch (forgotten.outcome()) {
                case FORGOTTEN ->
                    out().println("forgot " + images.get(i) + ": tags: " + forgotten.tags() + ", manifests: "
                            + forgotten.manifests() + ", layers and configs: " + forgotten.layers());
                case UNKNOWN -> {
                    err().println("error: nothing of its own is kept under the name " + images.get(i));
                    problems++;
                }
                case PINNED -> {
                    err().println("error: " + images.get(i) + " is pinned: moorage cache unpin");
                    problems++;
                }
            }
        }
        out().flush();
        err().flush();
        return problems;
    }
}
