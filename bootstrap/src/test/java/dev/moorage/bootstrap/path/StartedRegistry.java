package dev.moorage.bootstrap.path;

import dev.moorage.bootstrap.config.Configuration;
import dev.moorage.bootstrap.config.Defaults;
import dev.moorage.bootstrap.wiring.Features;
import dev.moorage.bootstrap.wiring.Registry;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntSupplier;

/** A registry over the filesystem. A test that has loaded it with another class loader sees only interfaces of the JDK. */
public final class StartedRegistry implements AutoCloseable, IntSupplier {
    private final Registry registry;

    public StartedRegistry(Path root) throws Exception {
        Configuration configuration = Features.configurationReader(Defaults.QUICK_START)
                .read(
                        Optional.empty(),
                        Map.of(
                                "REGISTRY_STORAGE_FILESYSTEM_ROOTDIRECTORY",
                                root.toString(),
                                "REGISTRY_HTTP_ADDR",
                                "127.0.0.1:0"))
                .configuration();
        this.registry = Registry.start(configuration);
    }

    /** The port on 127.0.0.1. */
    @Override
    public int getAsInt() {
        return registry.port();
    }

    @Override
    public void close() throws IOException {
        registry.close();
    }
}
