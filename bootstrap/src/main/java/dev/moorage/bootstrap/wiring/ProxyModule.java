package dev.moorage.bootstrap.wiring;

import com.google.inject.Provides;
import com.google.inject.Singleton;
import dev.moorage.application.hash.PortableHashing;
import dev.moorage.application.memory.MemoryBudget;
import dev.moorage.application.service.garbage.docket.Docket;
import dev.moorage.application.service.proxy.ProxyServices;
import dev.moorage.bootstrap.config.Configuration;
import dev.moorage.bootstrap.config.InvalidConfigurationException;
import dev.moorage.bootstrap.section.ManifestsConfig;
import dev.moorage.bootstrap.section.ProxyConfig;
import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.io.ComputePool;
import java.time.InstantSource;
import java.util.Optional;

/** Content of other registries. Nothing of them is loaded where none is configured, and no start dials them. */
final class ProxyModule extends FeatureModule {
    ProxyModule() {
        super(ProxyConfig.SECTION);
    }

    @Override
    void check(Configuration configuration) throws InvalidConfigurationException {
        if (!configuration.get(ProxyConfig.class).upstreams().isEmpty()) {
            Upstreams.check(configuration.get(ProxyConfig.class));
        }
    }

    @Provides
    @Singleton
    static Optional<ProxyServices> proxy(
            ProxyConfig configuration,
            ManifestsConfig manifests,
            StorageDriver storage,
            Docket docket,
            PortableHashing hashing,
            MemoryBudget memory,
            ComputePool computing,
            InstantSource clock,
            OpenResources resources)
            throws InvalidConfigurationException {
        return configuration.upstreams().isEmpty()
                ? Optional.empty()
                : Optional.of(new Upstreams(manifests.maxBytes(), clock, resources)
                        .open(configuration, storage, docket, hashing, memory, computing));
    }
}
