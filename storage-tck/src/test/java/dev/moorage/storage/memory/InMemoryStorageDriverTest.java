package dev.moorage.storage.memory;

import dev.moorage.application.port.out.storage.StorageDriver;
import dev.moorage.storage.tck.StorageDriverContract;
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.Test;

class InMemoryStorageDriverTest implements StorageDriverContract {
    private final InMemoryStore store = new InMemoryStore();

    @Override
    public StorageDriver open() {
        return new InMemoryStorageDriver(store);
    }

    @Override
    @Test
    @Disabled("memory is not for objects of this size")
    public void fiveGibibytesBecomeAnObject() {
        throw new UnsupportedOperationException();
    }
}
