package dev.moorage.application.service.upload;

import dev.moorage.storage.spi.Durability;
import dev.moorage.storage.spi.HealthStatus;
import dev.moorage.storage.spi.ListOptions;
import dev.moorage.storage.spi.ObjectContent;
import dev.moorage.storage.spi.ObjectInfo;
import dev.moorage.storage.spi.ObjectKey;
import dev.moorage.storage.spi.ObjectPage;
import dev.moorage.storage.spi.ObjectVersion;
import dev.moorage.storage.spi.PresignRequest;
import dev.moorage.storage.spi.StagedObject;
import dev.moorage.storage.spi.StagingRequest;
import dev.moorage.storage.spi.StorageCapabilities;
import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.StorageFullException;
import dev.moorage.storage.spi.WriteCondition;
import dev.moorage.storage.spi.ByteRange;
import java.io.IOException;
import java.net.URI;
import java.util.Optional;

/** A driver whose store has no room for a byte: names without bytes can be made, and everything can be deleted. */
record FullDriver(StorageDriver driver) implements StorageDriver {
    private static StorageFullException full() {
        return new StorageFullException(new IOException("no room for a byte"));
    }

    @Override
    public Optional<ObjectInfo> stat(ObjectKey key) throws IOException {
        return driver.stat(key);
    }

    @Override
    public Optional<ObjectContent> open(ObjectKey key, ByteRange range) throws IOException {
        return driver.open(key, range);
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
    public void delete(ObjectKey key, WriteCondition condition, Durability durability) throws IOException {
        driver.delete(key, condition, durability);
    }

    @Override
    public void persist(ObjectKey key) throws IOException {
        driver.persist(key);
    }

    @Override
    public ObjectPage list(ObjectKey prefix, ListOptions options) throws IOException {
        return driver.list(prefix, options);
    }

    @Override
    public Optional<StagedObject> stage(StagingRequest request) throws IOException {
        Optional<StagedObject> staged = driver.stage(request);
        if (staged.isPresent() && request instanceof StagingRequest.Begin) {
            // Overtaken and removed is what was there; only then is there no room for anything new.
            staged.get().discard();
            throw full();
        }
        return staged;
    }

    @Override
    public Optional<URI> presign(PresignRequest request) throws IOException {
        return driver.presign(request);
    }

    @Override
    public HealthStatus check() {
        return driver.check();
    }

    @Override
    public StorageCapabilities capabilities() {
        return driver.capabilities();
    }

    @Override
    public void close() throws IOException {
        driver.close();
    }
}
