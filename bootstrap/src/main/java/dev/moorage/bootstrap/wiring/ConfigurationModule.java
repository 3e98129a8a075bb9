package dev.moorage.bootstrap.wiring;

import com.google.inject.AbstractModule;
import dev.moorage.bootstrap.config.Configuration;
import dev.moorage.storage.spi.StorageDriver;
import java.time.InstantSource;

/** Binds the objects that exist before anything else: the configuration, the storage that it names, and the clock. */
public final class ConfigurationModule extends AbstractModule {
    private final Configuration configuration;
    private final StorageDriver storage;

    public ConfigurationModule(Configuration configuration, StorageDriver storage) {
        this.configuration = configuration;
        this.storage = storage;
    }

    @Override
    protected void configure() {
        bind(Configuration.class).toInstance(configuration);
        bind(StorageDriver.class).toInstance(storage);
        bind(InstantSource.class).toInstance(InstantSource.system());
    }
}
