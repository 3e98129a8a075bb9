package dev.moorage.storage.s3;

import dev.moorage.storage.s3.staging.CommitMode;
import dev.moorage.storage.spi.StorageDriver;
import java.io.IOException;

/** The contract with copies, and with parts as small as the test kit's bodies. */
class CopyCommitContractTest implements S3Contract {
    private final SimulatedStore store = SimulatedStore.small(CommitMode.COPY);

    @Override
    public StorageDriver open() throws IOException {
        return store.open();
    }
}
