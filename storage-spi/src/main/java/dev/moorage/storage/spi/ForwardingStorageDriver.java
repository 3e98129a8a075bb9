package dev.moorage.storage.spi;

import dev.moorage.storage.spi.object.ByteRange;
import dev.moorage.storage.spi.object.DeleteFence;
import dev.moorage.storage.spi.object.DeleteGuard;
import dev.moorage.storage.spi.object.DeleteOutcome;
import dev.moorage.storage.spi.object.Durability;
import dev.moorage.storage.spi.object.ListOptions;
import dev.moorage.storage.spi.object.ObjectContent;
import dev.moorage.storage.spi.object.ObjectInfo;
import dev.moorage.storage.spi.object.ObjectKey;
import dev.moorage.storage.spi.object.ObjectPage;
import dev.moorage.storage.spi.object.ObjectVersion;
import dev.moorage.storage.spi.object.PresignRequest;
import dev.moorage.storage.spi.object.WriteCondition;
import dev.moorage.storage.spi.staging.StagedObject;
import dev.moorage.storage.spi.staging.StagingRequest;
import java.io.IOException;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A storage driver that forwards each call to another one. A decorator extends it and overrides what it changes. A method
 * that is added to the port later is forwarded too, and its default is never used in place of the delegate's method.
 */
public abstract class ForwardingStorageDriver implements StorageDriver {
    /** The driver that receives the calls. */
    protected abstract StorageDriver delegate();

    @Override
    public Optional<ObjectInfo> stat(ObjectKey key) throws IOException {
        return delegate().stat(key);
    }

    @Override
    public Optional<ObjectContent> open(ObjectKey key, ByteRange range) throws IOException {
        return delegate().open(key, range);
    }

    @Override
    public ObjectVersion put(ObjectKey key, byte[] content, WriteCondition condition, Durability durability)
            throws IOException {
        return delegate().put(key, content, condition, durability);
    }

    @Override
    public void delete(ObjectKey key, WriteCondition condition, Durability durability) throws IOException {
        delegate().delete(key, condition, durability);
    }

    @Override
    public Map<ObjectKey, DeleteOutcome> deleteWhile(DeleteGuard guard, Set<ObjectKey> keys, Durability durability)
            throws IOException {
        return delegate().deleteWhile(guard, keys, durability);
    }

    @Override
    public DeleteFence deleteFence() {
        return delegate().deleteFence();
    }

    @Override
    public void sync(ObjectKey key) throws IOException {
        delegate().sync(key);
    }

    @Override
    public ObjectPage list(ObjectKey prefix, ListOptions options) throws IOException {
        return delegate().list(prefix, options);
    }

    @Override
    public Optional<StagedObject> stage(StagingRequest request) throws IOException {
        return delegate().stage(request);
    }

    @Override
    public Optional<URI> presign(PresignRequest request) throws IOException {
        return delegate().presign(request);
    }

    @Override
    public HealthStatus check() {
        return delegate().check();
    }

    @Override
    public StorageLimits limits() {
        return delegate().limits();
    }

    @Override
    public boolean isRemote() {
        return delegate().isRemote();
    }

    @Override
    public void close() throws IOException {
        delegate().close();
    }
}
