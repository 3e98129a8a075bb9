package dev.moorage.storage.memory;

import dev.moorage.application.port.out.storage.StorageDriver;
import dev.moorage.storage.tck.StorageDriverContract;

class InMemoryStorageDriverTest implements StorageDriverContract {
    private final InMemoryStore store = new InMemoryStore();

    @Override
    public StorageDriver open() {
        return new InMemoryStorageDriver(store);
    }
}
