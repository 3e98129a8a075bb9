package dev.moorage.bootstrap.wiring;

import com.google.inject.Provides;
import com.google.inject.Singleton;
import com.google.inject.multibindings.ProvidesIntoSet;
import dev.moorage.application.service.garbage.docket.Docket;
import dev.moorage.application.service.health.StorageHealthService;
import dev.moorage.application.service.policy.WritePolicy;
import dev.moorage.bootstrap.config.Configuration;
import dev.moorage.bootstrap.config.InvalidConfigurationException;
import dev.moorage.bootstrap.drivers.FoundDriver;
import dev.moorage.bootstrap.drivers.StorageDrivers;
import dev.moorage.bootstrap.section.HealthConfig;
import dev.moorage.bootstrap.section.ListenConfig;
import dev.moorage.bootstrap.section.LogConfig;
import dev.moorage.bootstrap.section.MiddlewareConfig;
import dev.moorage.bootstrap.section.ProxyConfig;
import dev.moorage.bootstrap.section.StorageConfig;
import dev.moorage.bootstrap.section.WritesConfig;
import dev.moorage.storage.spi.DriverContext;
import dev.moorage.storage.spi.InterceptedStorageDriver;
import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.io.ComputePool;
import dev.moorage.storage.spi.io.TransferBuffers;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;

/** The storage that the configuration names. */
final class StorageModule extends FeatureModule {
    private static final int LARGE_BUFFER = 1 << 20;
    private static final int MAX_LARGE_BUFFERS = 96;

    private final Optional<StorageDrivers.Use> use;

    /** Makes the module of a server, which only reads where {@code storage.maintenance.readonly} says so. */
    StorageModule() {
        this(Optional.empty());
    }

    /** Makes the module of a command. */
    StorageModule(StorageDrivers.Use use) {
        this(Optional.of(use));
    }

    private StorageModule(Optional<StorageDrivers.Use> use) {
        super(StorageConfig.SECTION, MiddlewareConfig.SECTION, WritesConfig.SECTION);
        this.use = use;
    }

    @Override
    void check(Configuration configuration) throws InvalidConfigurationException {
        StorageConfig storage = configuration.get(StorageConfig.class);
        StorageDrivers.installed().choose(storage.type()).check(storage.parameters());
        new StorageMiddleware(configuration.get(MiddlewareConfig.class), storage).check();
    }

    @Provides
    @Singleton
    static WritePolicy policy(WritesConfig configuration, ProxyConfig proxy) {
        return new WritePolicy(configuration.readOnly() || proxy.isWhole(), configuration.deleteEnabled());
    }

    @Provides
    @Singleton
    static TransferBuffers buffers() {
        return new TransferBuffers(LARGE_BUFFER, MAX_LARGE_BUFFERS);
    }

    @Provides
    @Singleton
    static ComputePool computing() {
        return new ComputePool();
    }

    @Provides
    @Singleton
    StorageDriver storage(
            StorageConfig configuration,
            MiddlewareConfig middleware,
            WritesConfig writes,
            ListenConfig listen,
            LogConfig log,
            TransferBuffers buffers,
            ComputePool computing,
            InstantSource clock,
            Set<StorageWatch> watches,
            OpenResources resources)
            throws InvalidConfigurationException, IOException {
        StorageDrivers.Use purpose =
                use.orElse(writes.readOnly() ? StorageDrivers.Use.READING : StorageDrivers.Use.WRITING);
        FoundDriver<?> chosen = StorageDrivers.installed().choose(configuration.type());
        Logging.include(chosen.packageName(), log);
        StorageDriver driver =
                chosen.open(configuration.parameters(), purpose, new DriverContext(clock, buffers, computing));
        resources.add(new BoundedClose(driver, listen.settings().patience().drain()));
        for (StorageWatch watch : watches) {
            if (watch.interceptor().isPresent()) {
                driver =
                        new InterceptedStorageDriver(driver, watch.interceptor().get());
            }
        }
        return new StorageMiddleware(middleware, configuration).around(driver, clock);
    }

    @Provides
    @Singleton
    static Docket docket(StorageDriver storage, InstantSource clock) {
        return Docket.of(storage, clock);
    }

    @ProvidesIntoSet
    static HealthCheck health(StorageConfig configuration, HealthConfig health, StorageDriver storage) {
        return new HealthCheck(
                "storagedriver_" + configuration.type(), new StorageHealthService(storage), health.storage(), false);
    }
}
