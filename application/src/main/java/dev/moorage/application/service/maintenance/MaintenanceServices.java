package dev.moorage.application.service.maintenance;

import dev.moorage.application.memory.MemoryBudget;
import dev.moorage.application.port.in.maintenance.ReindexReferrers;
import dev.moorage.application.port.in.maintenance.VerifyStorage;
import dev.moorage.application.service.manifest.ManifestPolicy;
import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.io.TransferBuffers;
import java.time.Duration;
import java.time.InstantSource;

/** The use cases of operators, over one storage driver. */
public record MaintenanceServices(VerifyStorage verify, ReindexReferrers reindex) {
    /**
     * Wires the services together.
     *
     * @param policy what an index must bring along; what it need not is never missing
     */
    public static MaintenanceServices over(
            StorageDriver storage, ManifestPolicy policy, TransferBuffers buffers, InstantSource clock) {
        // No manifest is a finding because others are being read: what waits for memory waits as long as it takes.
        MemoryBudget memory =
                new MemoryBudget(Runtime.getRuntime().maxMemory() / 8, Duration.ofHours(1), Duration.ofHours(1));
        return new MaintenanceServices(
                new VerifyStorageService(storage, policy, buffers, memory, clock),
                new ReindexReferrersService(storage, memory));
    }
}
