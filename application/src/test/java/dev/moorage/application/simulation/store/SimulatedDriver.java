package dev.moorage.application.simulation.store;

import dev.moorage.application.layout.RegistryKeys;
import dev.moorage.storage.spi.HealthStatus;
import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.StorageLimits;
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
import java.util.TreeMap;
import java.util.TreeSet;

/** The storage driver of one replica over the simulated store. */
public final class SimulatedDriver implements StorageDriver {
    /** What a delete of a blob under a guard is called. Its digest follows. */
    public static final String DELETES = "delete while ";

    private final SimulatedStore store;
    private final Calls calls;
    private final int pageSize;

    /** Creates a driver whose listings have pages of two entries. */
    public SimulatedDriver(SimulatedStore store, Calls calls) {
        this(store, calls, 2);
    }

    /**
     * Creates a driver.
     *
     * @param pageSize the most entries of a page of a listing
     */
    public SimulatedDriver(SimulatedStore store, Calls calls, int pageSize) {
        this.pageSize = pageSize;
        this.store = store;
        this.calls = calls;
    }

    @Override
    public Optional<ObjectInfo> stat(ObjectKey key) throws IOException {
        return calls.read("stat " + name(key), () -> store.get(key).map(stored -> stored.info(key)));
    }

    @Override
    public Optional<ObjectContent> open(ObjectKey key, ByteRange range) throws IOException {
        return calls.read(
                "open " + name(key),
                () -> store.get(key)
                        .map(stored -> new SimulatedContent(calls, stored.info(key), stored.content(), range)));
    }

    @Override
    public ObjectVersion put(ObjectKey key, byte[] content, WriteCondition condition, Durability durability)
            throws IOException {
        byte[] written = store.is(Weakness.CARRIES_WRONG_HASHES) && name(key).equals("session")
                ? WrongHashes.in(content)
                : content.clone();
        return calls.change("put " + name(key), () -> store.put(key, written, condition, durability));
    }

    @Override
    public void delete(ObjectKey key, WriteCondition condition, Durability durability) throws IOException {
        calls.change("delete " + name(key), () -> store.delete(key, condition, durability));
    }

    /**
     * A filesystem compares and deletes in one step, and syncs all that it has deleted in another. Other stores compare when the call begins, and refuse each delete
     * after the time of the guard.
     */
    @Override
    public Map<ObjectKey, DeleteOutcome> deleteWhile(DeleteGuard guard, Set<ObjectKey> keys, Durability durability)
            throws IOException {
        Map<ObjectKey, DeleteOutcome> outcomes = new TreeMap<>();
        boolean held = !store.isRemote() || calls.read("look at the guard", () -> store.holds(guard));
        for (ObjectKey key : new TreeSet<>(keys)) {
            outcomes.put(key, held ? delete(guard, key, durability) : DeleteOutcome.CHANGED);
        }
        if (store.syncsDeletesTogether() && outcomes.containsValue(DeleteOutcome.DELETED)) {
            calls.change("sync deletes", () -> {
                outcomes.keySet().forEach(store::syncAbsence);
                return true;
            });
        }
        return outcomes;
    }

    private DeleteOutcome delete(DeleteGuard guard, ObjectKey key, Durability durability) {
        try {
            return calls.change(DELETES + RegistryKeys.digestOfBlob(key).orElseThrow(), () -> {
                if (!(store.isRemote() ? store.lands(guard) : store.holds(guard))) {
                    return store.isInTime(guard) ? DeleteOutcome.CHANGED : DeleteOutcome.TOO_LATE;
                }
                store.delete(
                        key, WriteCondition.ANY, store.syncsDeletesTogether() ? Durability.PROCESS_CRASH : durability);
                return DeleteOutcome.DELETED;
            });
        } catch (IOException _) {
            return DeleteOutcome.UNKNOWN;
        }
    }

    @Override
    public DeleteFence deleteFence() {
        return store.isRemote() ? DeleteFence.TIMED : DeleteFence.EXACT;
    }

    @Override
    public void sync(ObjectKey key) throws IOException {
        calls.change("sync " + name(key), () -> store.sync(key));
    }

    /** A listing shows the state at the beginning of the call. */
    @Override
    public ObjectPage list(ObjectKey prefix, ListOptions options) throws IOException {
        ObjectPage page =
                calls.read("list " + name(prefix), () -> Listing.page(store.listed(), prefix, options, pageSize));
        calls.pause("listed " + name(prefix));
        return page;
    }

    private static String name(ObjectKey key) {
        return key.name();
    }

    @Override
    public Optional<StagedObject> stage(StagingRequest request) throws IOException {
        return store.stage(calls, request);
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
        return store.limits();
    }

    @Override
    public void close() {
        // The store outlives its drivers.
    }
}
