package dev.moorage.storage.s3;

import dev.moorage.storage.s3.request.Checksums;
import dev.moorage.storage.s3.staging.CommitMode;
import dev.moorage.storage.spi.StorageDriver;
import java.io.IOException;

/** The contract with Amazon's limits. */
class RealLimitsContractTest implements S3Contract {
    private final SimulatedStore store = new SimulatedStore(
            new SimulatedS3(StoreRules.REAL), SimulatedStore.REAL, CommitMode.COPY, Checksums.WHEN_REQUIRED);

    @Override
    public StorageDriver open() throws IOException {
        return store.open();
    }
}
