package dev.moorage.bootstrap.wiring;

import com.google.inject.AbstractModule;
import dev.moorage.bootstrap.config.Configuration;
import dev.moorage.storage.spi.StorageDriver;
import java.time.InstantSource;

/** What is there before anything is made: the configuration, the storage that it names, the clock. */
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
