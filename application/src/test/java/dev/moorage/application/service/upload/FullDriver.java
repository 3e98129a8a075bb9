package dev.moorage.application.service.upload;

import dev.moorage.storage.spi.ForwardingStorageDriver;
import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.object.Durability;
import dev.moorage.storage.spi.object.ObjectKey;
import dev.moorage.storage.spi.object.ObjectVersion;
import dev.moorage.storage.spi.object.StorageFullException;
import dev.moorage.storage.spi.object.WriteCondition;
import dev.moorage.storage.spi.staging.StagedObject;
import dev.moorage.storage.spi.staging.StagingRequest;
import java.io.IOException;
import java.util.Optional;

/** A driver over a store without free space. Empty objects can be created, and everything can be deleted. */
public final class FullDriver extends ForwardingStorageDriver {
    private final StorageDriver driver;

    public FullDriver(StorageDriver driver) {
        this.driver = driver;
    }

    @Override
    protected StorageDriver delegate() {
        return driver;
    }

    private static StorageFullException full() {
        return new StorageFullException(new IOException("no room for a byte"));
    }

    @Override
    public ObjectVersion put(ObjectKey key, byte[] content, WriteCondition condition, Durability durability)
            throws IOException {
        if (content.length > 0) {
            throw full();
        }
        return driver.put(key, content, condition, durability);
    }

    @Override
    public Optional<StagedObject> stage(StagingRequest request) throws IOException {
        Optional<StagedObject> staged = driver.stage(request);
        if (staged.isPresent() && request instanceof StagingRequest.Begin) {
            // The driver fences and removes the old staged bytes first. Only then does it find no space for new ones.
            staged.get().discard();
            throw full();
        }
        return staged;
    }
}
