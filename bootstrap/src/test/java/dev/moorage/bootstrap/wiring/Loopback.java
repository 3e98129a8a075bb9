package dev.moorage.bootstrap.wiring;

import dev.moorage.bootstrap.config.Configuration;
import dev.moorage.bootstrap.config.Defaults;
import dev.moorage.bootstrap.config.InvalidConfigurationException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Configurations of registries on any free port of 127.0.0.1. */
public final class Loopback {
    private Loopback() {}

    /** Over the filesystem, with more variables. */
    public static Configuration over(Path root, Map<String, String> more)
            throws InvalidConfigurationException, IOException {
        Map<String, String> variables = new HashMap<>(more);
        variables.put("REGISTRY_STORAGE_FILESYSTEM_ROOTDIRECTORY", root.toString());
        variables.putIfAbsent("REGISTRY_HTTP_ADDR", "127.0.0.1:0");
        return Features.configurationReader(Defaults.QUICK_START)
                .read(Optional.empty(), variables)
                .configuration();
    }
}
