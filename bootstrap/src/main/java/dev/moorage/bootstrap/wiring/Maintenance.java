package dev.moorage.bootstrap.wiring;

import dev.moorage.application.port.in.archive.ExportImages;
import dev.moorage.application.port.in.archive.ImportImages;
import dev.moorage.application.port.in.archive.ListInventory;
import dev.moorage.application.port.in.maintenance.CollectGarbage;
import dev.moorage.application.port.in.maintenance.ExplainRetention;
import dev.moorage.application.port.in.maintenance.ManageCache;
import dev.moorage.application.port.in.maintenance.PrefetchImages;
import dev.moorage.application.port.in.maintenance.ReindexReferrers;
import dev.moorage.application.port.in.maintenance.TrashUseCases;
import dev.moorage.application.port.in.maintenance.VerifyStorage;
import dev.moorage.application.port.in.notification.ManageDeadLetters;
import dev.moorage.application.port.in.quota.QuotaUseCases;
import dev.moorage.application.port.in.upload.EndUpload;
import dev.moorage.application.port.in.upload.PurgeUploads;
import dev.moorage.application.port.in.upload.WalkUploads;
import dev.moorage.application.port.out.notification.NotificationReceiver.Receipt;
import dev.moorage.application.service.maintenance.MaintenanceServices;
import dev.moorage.bootstrap.config.Configuration;
import dev.moorage.bootstrap.config.InvalidConfigurationException;
import dev.moorage.bootstrap.drivers.StorageDrivers;
import dev.moorage.bootstrap.section.EndpointConfig;
import java.io.IOException;

/** The operators' use cases over the configured storage, without a server. */
public final class Maintenance implements AutoCloseable {
    private final Composition composition;
    private final MaintenanceServices services;
    private final CollectGarbage garbage;
    private final PurgeUploads purge;
    private final WalkUploads uploads;
    private final EndUpload end;

    private Maintenance(
            Composition composition,
            MaintenanceServices services,
            CollectGarbage garbage,
            PurgeUploads purge,
            WalkUploads uploads,
            EndUpload end) {
        this.composition = composition;
        this.services = services;
        this.garbage = garbage;
        this.purge = purge;
        this.uploads = uploads;
        this.end = end;
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
        Composition composition = new Composition(configuration, Features.ofMaintenance(use));
        return new Maintenance(
                composition,
                composition.get(MaintenanceServices.class),
                composition.get(CollectGarbage.class),
                composition.get(PurgeUploads.class),
                composition.get(WalkUploads.class),
                composition.get(EndUpload.class));
    }

    /** Returns the use case that verifies the storage. */
    public VerifyStorage verify() {
        return services.verify();
    }

    /** Returns the use case that adds missing referrers to the index. */
    public ReindexReferrers reindex() {
        return services.reindex();
    }

    /** Returns the use cases on the trash. */
    public TrashUseCases trash() {
        return services.trash();
    }

    /** Returns the use case that collects garbage. */
    public CollectGarbage garbage() {
        return garbage;
    }

    /** Returns the use case that explains what policies of retention decide. */
    public ExplainRetention explanation() throws InvalidConfigurationException, IOException {
        return composition.get(ExplainRetention.class);
    }

    /** Returns the use case that purges uploads. */
    public PurgeUploads purge() {
        return purge;
    }

    /** Returns the use cases about quotas. */
    public QuotaUseCases quotas() throws InvalidConfigurationException, IOException {
        return composition.get(QuotaUseCases.class);
    }

    /** Returns the use case that writes images to an archive. */
    public ExportImages exporting() throws InvalidConfigurationException, IOException {
        return composition.get(ExportImages.class);
    }

    /** Returns the use case that stores the images of an archive. */
    public ImportImages importing() throws InvalidConfigurationException, IOException {
        return composition.get(ImportImages.class);
    }

    /** Returns the use case that lists what an archive need not hold. */
    public ListInventory inventory() throws InvalidConfigurationException, IOException {
        return composition.get(ListInventory.class);
    }

    /** Returns what copies images of other registries. */
    public Mirroring mirroring() throws InvalidConfigurationException, IOException {
        return composition.get(Mirroring.class);
    }

    /** Returns the use case about what is kept of upstreams. */
    public ManageCache cache() throws InvalidConfigurationException, IOException {
        return composition.get(ManageCache.class);
    }

    /**
     * Returns the use case that fetches images from upstreams.
     *
     * @throws InvalidConfigurationException when there is no upstream, or one names a file that cannot be used
     */
    public PrefetchImages prefetching() throws InvalidConfigurationException, IOException {
        return composition.get(PrefetchImages.class);
    }

    /** Returns the use case about notifications that wait. */
    public ManageDeadLetters deadLetters() throws InvalidConfigurationException, IOException {
        return composition.get(ManageDeadLetters.class);
    }

    /**
     * Sends an event that means nothing to an endpoint of notifications.
     *
     * @throws InvalidConfigurationException when the endpoint names a file that cannot be used
     */
    public static Receipt ping(EndpointConfig endpoint) throws InvalidConfigurationException {
        return Notifications.ping(endpoint);
    }

    /** Returns the use case that reads the records of all uploads. */
    public WalkUploads uploads() {
        return uploads;
    }

    /** Returns the use case that ends an upload. */
    public EndUpload end() {
        return end;
    }

    @Override
    public void close() throws IOException {
        composition.close();
    }
}
