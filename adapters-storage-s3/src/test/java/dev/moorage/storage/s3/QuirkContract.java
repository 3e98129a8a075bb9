package dev.moorage.storage.s3;

import dev.moorage.storage.s3.staging.CommitMode;
import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.tck.StorageDriverContract;
import java.io.IOException;
import org.junit.jupiter.api.Disabled;

/** The contract with a store that has quirks. All drivers run in one process. */
abstract class QuirkContract implements StorageDriverContract {
    private final SimulatedStore store;

    QuirkContract(CommitMode commit, StoreRules rules) {
        this.store = SimulatedStore.small(commit, rules);
    }

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
