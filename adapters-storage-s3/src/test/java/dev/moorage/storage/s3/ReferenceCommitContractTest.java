package dev.moorage.storage.s3;

import dev.moorage.storage.s3.staging.CommitMode;
import dev.moorage.storage.spi.StorageDriver;
import java.io.IOException;

/** The contract with references, and with parts as small as the test kit's bodies. */
class ReferenceCommitContractTest implements S3Contract {
    private final SimulatedStore store = SimulatedStore.small(CommitMode.REFERENCE);

    @Override
    public StorageDriver open() throws IOException {
        return store.open();
    }
}
