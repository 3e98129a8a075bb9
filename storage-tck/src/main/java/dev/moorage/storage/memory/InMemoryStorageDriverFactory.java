package dev.moorage.storage.memory;

import dev.moorage.storage.spi.DriverContext;
import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.StorageDriverFactory;

/** Opens an empty store in memory, for {@code storage.inmemory} as in Distribution. It is meant for trying things out. */
public final class InMemoryStorageDriverFactory implements StorageDriverFactory<InMemoryStorageDriverFactory.Config> {
    /** There is nothing to configure. */
    public record Config() {}

    @Override
    public String type() {
        return "inmemory";
    }

    @Override
    public Class<Config> configType() {
        return Config.class;
    }

    @Override
    public StorageDriver open(Config config, DriverContext context) {
        return new InMemoryStorageDriver(new InMemoryStore(context.clock()));
    }
}
