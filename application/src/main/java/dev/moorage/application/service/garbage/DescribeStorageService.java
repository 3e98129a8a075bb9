package dev.moorage.application.service.garbage;

import dev.moorage.application.layout.RegistryKeys;
import dev.moorage.application.port.in.browse.DescribeStorage;
import dev.moorage.application.port.in.browse.StorageState;
import dev.moorage.storage.spi.StorageDriver;
import java.io.IOException;

/** Describes the collections of garbage of all servers, by the record with which they take turns. */
public final class DescribeStorageService implements DescribeStorage {
    private final StorageDriver storage;
    private final boolean isReadOnly;
    private final boolean isCollecting;

    /**
     * Creates the service.
     *
     * @param isCollecting whether this server collects garbage
     */
    public DescribeStorageService(StorageDriver storage, boolean isReadOnly, boolean isCollecting) {
        this.storage = storage;
        this.isReadOnly = isReadOnly;
        this.isCollecting = isCollecting;
    }

    @Override
    public StorageState describe() throws IOException {
        CollectionRecord record = new StoredRecord(storage, RegistryKeys.collections(false)).read();
        return new StorageState(
                isReadOnly, isCollecting, record.finished(), record.running().map(CollectionRecord.Running::reported));
    }
}
