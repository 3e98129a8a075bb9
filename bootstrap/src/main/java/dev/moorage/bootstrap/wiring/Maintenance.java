package dev.moorage.bootstrap.wiring;

import dev.moorage.application.port.in.maintenance.ReindexReferrers;
import dev.moorage.application.port.in.maintenance.VerifyStorage;
import dev.moorage.application.port.in.upload.PurgeUploads;
import dev.moorage.application.service.maintenance.MaintenanceServices;
import dev.moorage.application.service.upload.UploadServices;
import dev.moorage.bootstrap.config.Configuration;
import dev.moorage.bootstrap.config.InvalidConfigurationException;
import dev.moorage.bootstrap.drivers.StorageDrivers;
import dev.moorage.bootstrap.section.ManifestsConfig;
import dev.moorage.bootstrap.section.StorageConfig;
import dev.moorage.storage.spi.DriverContext;
import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.io.TransferBuffers;
import java.io.IOException;
import java.time.InstantSource;

/** The operators' use cases over the configured storage, without a server. */
public final class Maintenance implements AutoCloseable {
    private static final int LARGE_BUFFER = 1 << 20;
    private static final int MOST_LARGE_BUFFERS = 64;

    private final StorageDriver storage;
    private final MaintenanceServices services;
    private final PurgeUploads purge;

    private Maintenance(StorageDriver storage, MaintenanceServices services, PurgeUploads purge) {
        this.storage = storage;
        this.services = services;
        this.purge = purge;
    }

    /**
     * Opens the storage.
     *
     * @param use for reading, nothing in the storage is changed, and it may be on a read-only mount
     * @throws InvalidConfigurationException when the storage driver refuses its part of the configuration
     * @throws IOException when the storage cannot be opened
     */
    public static Maintenance open(Configuration configuration, StorageDrivers.Use use)
            throws InvalidConfigurationException, IOException {
        TransferBuffers buffers = new TransferBuffers(LARGE_BUFFER, MOST_LARGE_BUFFERS);
        InstantSource clock = InstantSource.system();
        StorageDriver storage = StorageDrivers.onClassPath()
                .open(configuration.get(StorageConfig.class), use, new DriverContext(clock, buffers));
        return new Maintenance(
                storage,
                MaintenanceServices.over(
                        storage, configuration.get(ManifestsConfig.class).policy(), buffers, clock),
                UploadServices.purge(storage, clock));
    }

    /** Returns the use case that verifies the storage. */
    public VerifyStorage verify() {
        return services.verify();
    }

    /** Returns the use case that adds missing referrers to the index. */
    public ReindexReferrers reindex() {
        return services.reindex();
    }

    /** Returns the use case that purges uploads. */
    public PurgeUploads purge() {
        return purge;
    }

    @Override
    public void close() throws IOException {
        storage.close();
    }
}
