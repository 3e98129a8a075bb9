package dev.moorage.storage.memory;

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
import dev.moorage.storage.spi.WriteCondition;
import dev.moorage.storage.spi.ByteRange;
import java.io.IOException;
import java.net.URI;
import java.util.Optional;

/** A driver that does what another does, but for the mistake that a subclass makes. */
class MistakenDriver implements StorageDriver {
    final StorageDriver driver;

    MistakenDriver(StorageDriver driver) {
        this.driver = driver;
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
        return driver.stage(request).map(staged -> staged(staged, request));
    }

    /** A writer, and what is wrong with it. */
    StagedObject staged(StagedObject staged, StagingRequest request) {
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
