package dev.moorage.storage.s3;

import dev.moorage.storage.s3.staging.CommitMode;
import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.tck.StorageDriverContract;
import java.io.IOException;
import org.junit.jupiter.api.Disabled;

/** The contract with copies, and with parts as small as the test kit's bodies. */
class CopyCommitContractTest implements StorageDriverContract {
    private final SimulatedStore store = SimulatedStore.small(CommitMode.COPY);

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
