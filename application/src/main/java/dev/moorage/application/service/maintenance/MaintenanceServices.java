package dev.moorage.application.service.maintenance;

import dev.moorage.application.memory.MemoryBudget;
import dev.moorage.application.port.in.maintenance.ReindexReferrers;
import dev.moorage.application.port.in.maintenance.TrashUseCases;
import dev.moorage.application.port.in.maintenance.VerifyStorage;
import dev.moorage.application.service.garbage.docket.Docket;
import dev.moorage.application.service.manifest.ManifestPolicy;
import dev.moorage.application.service.manifest.ManifestServices;
import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.io.ComputePool;
import dev.moorage.storage.spi.io.TransferBuffers;
import java.time.Duration;
import java.time.InstantSource;

/** The use cases for operators, over one storage driver. */
public record MaintenanceServices(VerifyStorage verify, ReindexReferrers reindex, TrashUseCases trash) {
    /**
     * Wires the services.
     *
     * @param docket the docket of this process
     * @param policy which references of a manifest must exist. A reference that is not required is never reported as
     *     missing
     * @param buffers the memory for blobs that are read
     * @param computing parses large manifests
     */
    public static MaintenanceServices over(
            StorageDriver storage,
            Docket docket,
            ManifestPolicy policy,
            TransferBuffers buffers,
            ComputePool computing,
            InstantSource clock) {
        // A verification must not report a manifest because memory is short, so it waits for memory up to an hour.
        MemoryBudget memory =
                new MemoryBudget(Runtime.getRuntime().maxMemory() / 8, Duration.ofHours(1), Duration.ofHours(1));
        return new MaintenanceServices(
                new VerifyStorageService(storage, docket, policy, buffers, memory, computing, clock),
                new ReindexReferrersService(storage, docket, memory, computing),
                ManifestServices.trash(storage, docket, policy, memory, computing));
    }
}
