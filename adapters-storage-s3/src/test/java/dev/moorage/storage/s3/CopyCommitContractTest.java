package dev.moorage.storage.s3;

import dev.moorage.storage.s3.staging.CommitMode;
import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.tck.Stalling;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** The contract with copies, and with parts as small as the test kit's bodies. */
class CopyCommitContractTest implements S3Contract {
    private final SimulatedStore store = SimulatedStore.small(CommitMode.COPY);

    @Override
    public StorageDriver open() throws IOException {
        return store.open();
    }

    @Override
    public Optional<Stalling> stalling() {
        return Optional.of(store.s3().stalls());
    }

    @Override
    public void passTime(Duration time) {
        store.s3().pass(time);
    }
}
