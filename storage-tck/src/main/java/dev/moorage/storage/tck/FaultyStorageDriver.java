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
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.util.Optional;

/** A driver that never fails by itself, made to fail: every call of the port, and every piece of a body, is a call that can. */
public final class FaultyStorageDriver implements StorageDriver {
    private final StorageDriver driver;
    private final ScriptedFaults faults;

    public FaultyStorageDriver(StorageDriver driver, ScriptedFaults faults) {
        this.driver = driver;
        this.faults = faults;
    }

    @Override
    public Optional<ObjectInfo> stat(ObjectKey key) throws IOException {
        return faults.call(() -> driver.stat(key));
    }

    @Override
    public Optional<ObjectContent> open(ObjectKey key, ByteRange range) throws IOException {
        return faults.call(() -> driver.open(key, range)).map(content -> new FaultyContent(content, faults));
    }

    /** Content whose every read can fail. */
    private record FaultyContent(ObjectContent content, ScriptedFaults faults) implements ObjectContent {
        @Override
        public ObjectInfo info() {
            return content.info();
        }

        @Override
        public int read(ByteBuffer destination) throws IOException {
            return faults.call(() -> content.read(destination));
        }

        @Override
        public boolean isTransferable() {
            return content.isTransferable();
        }

        @Override
        public long transferTo(WritableByteChannel destination, long most) throws IOException {
            return faults.call(() -> content.transferTo(destination, most));
        }

        @Override
        public void close() {
            content.close();
        }
    }

    @Override
    public ObjectVersion put(ObjectKey key, byte[] content, WriteCondition condition, Durability durability)
            throws IOException {
        return faults.call(() -> driver.put(key, content, condition, durability));
    }

    @Override
    public void delete(ObjectKey key, WriteCondition condition, Durability durability) throws IOException {
        faults.call(() -> {
            driver.delete(key, condition, durability);
            return true;
        });
    }

    @Override
    public void persist(ObjectKey key) throws IOException {
        faults.call(() -> {
            driver.persist(key);
            return true;
        });
    }

    @Override
    public ObjectPage list(ObjectKey prefix, ListOptions options) throws IOException {
        return faults.call(() -> driver.list(prefix, options));
    }

    @Override
    public Optional<StagedObject> stage(StagingRequest request) throws IOException {
        return faults.call(() -> driver.stage(request)).map(staged -> new FaultyStagedObject(staged, faults));
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
