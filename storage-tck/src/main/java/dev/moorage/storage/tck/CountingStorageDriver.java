package dev.moorage.storage.tck;

import dev.moorage.application.port.out.storage.Durability;
import dev.moorage.application.port.out.storage.HealthStatus;
import dev.moorage.application.port.out.storage.ListOptions;
import dev.moorage.application.port.out.storage.ObjectContent;
import dev.moorage.application.port.out.storage.ObjectInfo;
import dev.moorage.application.port.out.storage.ObjectKey;
import dev.moorage.application.port.out.storage.ObjectPage;
import dev.moorage.application.port.out.storage.ObjectVersion;
import dev.moorage.application.port.out.storage.PresignRequest;
import dev.moorage.application.port.out.storage.StagedObject;
import dev.moorage.application.port.out.storage.StagingRequest;
import dev.moorage.application.port.out.storage.StorageCapabilities;
import dev.moorage.application.port.out.storage.StorageDriver;
import dev.moorage.application.port.out.storage.WriteCondition;
import dev.moorage.domain.blob.ByteRange;
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
