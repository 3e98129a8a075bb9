package dev.moorage.application.service.maintenance;

import dev.moorage.application.port.in.maintenance.ReindexReferrers;
import dev.moorage.application.port.in.maintenance.VerifyStorage;
import dev.moorage.application.port.out.storage.StorageDriver;
import dev.moorage.application.service.manifest.ManifestPolicy;
import dev.moorage.application.transfer.TransferBuffers;
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
        return new MaintenanceServices(
                new VerifyStorageService(storage, policy, buffers, clock), new ReindexReferrersService(storage));
    }
}
