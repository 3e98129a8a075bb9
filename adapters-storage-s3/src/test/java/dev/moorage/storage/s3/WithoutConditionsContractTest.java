package dev.moorage.storage.s3;

import dev.moorage.storage.s3.request.Checksums;
import dev.moorage.storage.s3.staging.CommitMode;
import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.tck.StorageDriverContract;
import java.io.IOException;
import org.junit.jupiter.api.Disabled;

/** The contract with a store that ignores all conditions. All drivers run in one process. */
class WithoutConditionsContractTest implements StorageDriverContract {
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
    @Disabled("memory is not for objects of this size")
    public void fiveGibibytesBecomeAnObject() {
        throw new UnsupportedOperationException();
    }
}
