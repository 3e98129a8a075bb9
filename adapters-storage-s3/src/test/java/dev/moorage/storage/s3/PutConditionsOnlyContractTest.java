package dev.moorage.storage.s3;

import dev.moorage.storage.s3.request.Checksums;
import dev.moorage.storage.s3.staging.CommitMode;
import dev.moorage.storage.spi.StorageDriver;
import java.io.IOException;

/** The contract with a store that evaluates only the conditions of puts. */
class PutConditionsOnlyContractTest implements S3Contract {
    private final SimulatedStore store = new SimulatedStore(
            new SimulatedS3(StoreRules.SMALL.withPutConditionsOnly()),
            SimulatedStore.SMALL,
            CommitMode.COPY,
            Checksums.WHEN_REQUIRED);

    @Override
    public StorageDriver open() throws IOException {
        return store.open();
    }
}
