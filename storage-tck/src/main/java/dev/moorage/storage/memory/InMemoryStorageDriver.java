package dev.moorage.storage.memory;

import dev.moorage.storage.spi.HealthStatus;
import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.StorageLimits;
import dev.moorage.storage.spi.object.ByteRange;
import dev.moorage.storage.spi.object.ConditionFailedException;
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
import dev.moorage.storage.spi.staging.StagingFencedException;
import dev.moorage.storage.spi.staging.StagingRequest;
import java.io.IOException;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A storage driver over an {@link InMemoryStore}. Several drivers over one store act as several replicas. */
public final class InMemoryStorageDriver implements StorageDriver {
    private final InMemoryStore store;

    public InMemoryStorageDriver(InMemoryStore store) {
        this.store = store;
    }

    @Override
    public Optional<ObjectInfo> stat(ObjectKey key) {
        synchronized (store) {
            return Optional.ofNullable(store.objects.get(key)).map(object -> info(key, object));
        }
    }

    private static ObjectInfo info(ObjectKey key, InMemoryStore.StoredObject object) {
        return new ObjectInfo(key, object.content().length, new ObjectVersion(object.version()), object.lastModified());
    }

    @Override
    public Optional<ObjectContent> open(ObjectKey key, ByteRange range) {
        synchronized (store) {
            return Optional.ofNullable(store.objects.get(key))
                    .map(object -> new InMemoryContent(info(key, object), object.content(), range));
        }
    }

    @Override
    public ObjectVersion put(ObjectKey key, byte[] content, WriteCondition condition, Durability durability)
            throws IOException {
        synchronized (store) {
            require(key, store.objects.get(key), condition);
            InMemoryStore.StoredObject object = store.stored(content.clone());
            store.objects.put(key, object);
            return new ObjectVersion(object.version());
        }
    }

    @Override
    public void delete(ObjectKey key, WriteCondition condition, Durability durability) throws IOException {
        synchronized (store) {
            require(key, store.objects.get(key), condition);
            store.objects.remove(key);
        }
    }

    @Override
    public Map<ObjectKey, DeleteOutcome> deleteWhile(DeleteGuard guard, Set<ObjectKey> keys, Durability durability) {
        synchronized (store) {
            DeleteOutcome outcome = outcome(guard);
            if (outcome == DeleteOutcome.DELETED) {
                store.objects.keySet().removeAll(keys);
            }
            return keys.stream().collect(Collectors.toMap(key -> key, _ -> outcome));
        }
    }

    private DeleteOutcome outcome(DeleteGuard guard) {
        InMemoryStore.StoredObject present = store.objects.get(guard.key());
        if (present == null || !present.version().equals(guard.version().value())) {
            return DeleteOutcome.CHANGED;
        }
        return store.now().isAfter(guard.until()) ? DeleteOutcome.TOO_LATE : DeleteOutcome.DELETED;
    }

    @Override
    public DeleteFence deleteFence() {
        return DeleteFence.EXACT;
    }

    private static void require(ObjectKey key, InMemoryStore.@Nullable StoredObject present, WriteCondition condition)
            throws ConditionFailedException {
        boolean holds = switch (condition) {
            case WriteCondition.Any _ -> true;
            case WriteCondition.IfAbsent _ -> present == null;
            case WriteCondition.IfVersion(ObjectVersion version) ->
                present != null && present.version().equals(version.value());
        };
        if (!holds) {
            throw new ConditionFailedException(key);
        }
    }

    @Override
    public void sync(ObjectKey key) {
        // Nothing in memory survives a power cut.
    }

    @Override
    public ObjectPage list(ObjectKey prefix, ListOptions options) {
        synchronized (store) {
            return Listing.page(store.objects, prefix, options);
        }
    }

    @Override
    public Optional<StagedObject> stage(StagingRequest request) throws IOException {
        synchronized (store) {
            StagingArea area = store.areas.get(request.area());
            if (area != null && area.generation() >= request.generation()) {
                throw new StagingFencedException(request.area());
            }
            switch (request) {
                case StagingRequest.Begin _ -> {
                    area = new StagingArea(request.generation());
                    store.areas.put(request.area(), area);
                }
                case StagingRequest.Reopen _, StagingRequest.Recover _ -> {
                    if (area == null) {
                        return Optional.empty();
                    }
                    area.fence(request.generation());
                }
            }
            return Optional.of(new InMemoryStagedObject(store, request.area(), area));
        }
    }

    @Override
    public Optional<URI> presign(PresignRequest request) {
        return Optional.empty();
    }

    @Override
    public HealthStatus check() {
        return new HealthStatus.Healthy();
    }

    @Override
    public StorageLimits limits() {
        return new StorageLimits(0, 64 * 1024);
    }

    @Override
    public void close() {
        // The store outlives its drivers.
    }
}
