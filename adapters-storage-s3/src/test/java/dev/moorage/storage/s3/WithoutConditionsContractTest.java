package dev.moorage.storage.s3;

import dev.moorage.storage.s3.request.Checksums;
import dev.moorage.storage.s3.staging.CommitMode;
import dev.moorage.storage.spi.StorageDriver;
import java.io.IOException;

/** The contract with a store that ignores all conditions. All drivers run in one process. */
class WithoutConditionsContractTest implements S3Contract {
    private final SimulatedStore store = new SimulatedStore(
            new SimulatedS3(StoreRules.SMALL.withoutConditions()),
            SimulatedStore.SMALL,
            CommitMode.COPY,
            Checksums.WHEN_REQUIRED);

    @Override
    public StorageDriver open() throws IOException {
        return store.open();
    }

    @Override
    public boolean conditionalWrites() {
        return false;
    }
}
