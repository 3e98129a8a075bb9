package dev.moorage.storage.tck;

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
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Counts the calls that reach a driver, by the name of the method: for tests of what something costs. */
public final class CountingStorageDriver implements StorageDriver {
    private final StorageDriver driver;
    private final Map<String, Integer> calls = new TreeMap<>();

    public CountingStorageDriver(StorageDriver driver) {
        this.driver = driver;
    }

    /** How often each method was called since the last {@link #reset}. */
    public synchronized Map<String, Integer> calls() {
        return Map.copyOf(calls);
    }

    /** Starts counting from 0. */
    public synchronized void reset() {
        calls.clear();
    }

    private synchronized void count(String method) {
        calls.merge(method, 1, Integer::sum);
    }

    @Override
    public Optional<ObjectInfo> stat(ObjectKey key) throws IOException {
        count("stat");
        return driver.stat(key);
    }

    @Override
    public Optional<ObjectContent> open(ObjectKey key, ByteRange range) throws IOException {
        count("open");
        return driver.open(key, range);
    }

    @Override
    public ObjectVersion put(ObjectKey key, byte[] content, WriteCondition condition, Durability durability)
            throws IOException {
        count("put");
        return driver.put(key, content, condition, durability);
    }

    @Override
    public void delete(ObjectKey key, WriteCondition condition, Durability durability) throws IOException {
        count("delete");
        driver.delete(key, condition, durability);
    }

    @Override
    public void persist(ObjectKey key) throws IOException {
        count("persist");
        driver.persist(key);
    }

    @Override
    public ObjectPage list(ObjectKey prefix, ListOptions options) throws IOException {
        count("list");
        return driver.list(prefix, options);
    }

    @Override
    public Optional<StagedObject> stage(StagingRequest request) throws IOException {
        count("stage");
        return driver.stage(request).map(staged -> new CountingStagedObject(staged, this::count));
    }

    @Override
    public Optional<URI> presign(PresignRequest request) throws IOException {
        count("presign");
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
