package dev.moorage.application.service.quota;

import dev.moorage.application.cache.UseCaseStack;
import dev.moorage.application.port.in.blob.BlobUseCases;
import dev.moorage.application.port.in.manifest.ManifestUseCases;
import dev.moorage.application.port.in.quota.QuotaUseCases;
import dev.moorage.application.service.upload.session.UploadSessions;
import dev.moorage.domain.quota.Quotas;
import dev.moorage.storage.spi.StorageDriver;
import java.time.InstantSource;
import java.util.function.Supplier;

/** Wires quotas over one storage driver. */
public final class QuotaServices {
    private final StorageDriver storage;
    private final Quotas quotas;
    private final UsageObjects objects;
    private final InstantSource clock;

    public QuotaServices(StorageDriver storage, Quotas quotas, InstantSource clock) {
        this.storage = storage;
        this.quotas = quotas;
        this.objects = new UsageObjects(storage);
        this.clock = clock;
    }

    /** Returns the use cases for operators. */
    public QuotaUseCases useCases() {
        return new QuotaUseCases(
                new ReportUsageService(quotas, objects, clock),
                new MeasureUsageService(storage, quotas, objects, clock));
    }

    /**
     * Returns what a server knows of the usage.
     *
     * @param names random names, of which no two servers get the same
     */
    public UsageLedger ledger(Supplier<String> names) {
        return new UsageLedger(objects, names);
    }

    /** Returns use cases of clients that refuse what does not fit into a quota. */
    public UseCaseStack around(UseCaseStack services, UsageLedger ledger) {
        QuotaGuard guard = new QuotaGuard(storage, quotas, ledger);
        BlobUseCases blobs = services.blobs();
        ManifestUseCases manifests = services.manifests();
        return new UseCaseStack(
                new QuotaUploads(services.uploads(), guard, new UploadSessions(storage)).useCases(),
                new BlobUseCases(blobs.get(), new QuotaMounts(blobs.mount(), guard), blobs.delete()),
                manifests.with(manifests.get(), new QuotaManifests(manifests.put(), guard), manifests.delete()),
                services.repositories());
    }
}
