package dev.moorage.application.simulation.store;

import dev.moorage.storage.spi.StorageLimits;
import dev.moorage.storage.spi.object.ConditionFailedException;
import dev.moorage.storage.spi.object.DeleteGuard;
import dev.moorage.storage.spi.object.Durability;
import dev.moorage.storage.spi.object.ObjectKey;
import dev.moorage.storage.spi.object.ObjectVersion;
import dev.moorage.storage.spi.object.WriteCondition;
import dev.moorage.storage.spi.staging.StagedObject;
import dev.moorage.storage.spi.staging.StagedState;
import dev.moorage.storage.spi.staging.StagingRequest;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

/** The store that all replicas share. Its methods take effect at once. {@link Calls} decides when they are called. */
public abstract class SimulatedStore {
    /** The greatest size in bytes of a blob that is written whole. */
    public static final int WHOLE_PUT = 12;

    final NavigableMap<ObjectKey, Stored> objects = new TreeMap<>();
    final InstantSource clock;
    private final Set<Weakness> weaknesses;
    private Witness witness = new Witness() {};
    private long versions;

    /** Is notified of every change at the moment it is made. */
    public interface Witness {
        /** Called when a name refers to another content or to none, or when its content has changed. */
        default void changed(ObjectKey key) {}

        /** Called when staged bytes can no longer change. */
        default void sealed(ObjectKey area) {}

        /** Called when the digest of the sealed bytes is known and correct. */
        default void verified(ObjectKey area) {}

        /**
         * Called when staged bytes are about to become a blob.
         *
         * @param size the number of staged bytes
         * @param present the size of the object that exists at the target now. -1 if there is none
         */
        default void publishing(ObjectKey area, ObjectKey target, long size, long present) {}

        /** Called when staged bytes have become a blob. */
        default void published(ObjectKey area) {}
    }

    SimulatedStore(InstantSource clock, Set<Weakness> weaknesses) {
        this.clock = clock;
        this.weaknesses = weaknesses.isEmpty() ? EnumSet.noneOf(Weakness.class) : EnumSet.copyOf(weaknesses);
    }

    public void watch(Witness newWitness) {
        witness = newWitness;
    }

    Witness witness() {
        return witness;
    }

    boolean is(Weakness weakness) {
        return weaknesses.contains(weakness);
    }

    /** Returns the object with a name. */
    public Optional<Stored> get(ObjectKey key) {
        return Optional.ofNullable(objects.get(key));
    }

    ObjectVersion put(ObjectKey key, byte[] content, WriteCondition condition, Durability durability)
            throws ConditionFailedException {
        require(key, condition);
        Stored stored = stored(new Content(content));
        set(key, stored, durability);
        return new ObjectVersion(stored.version());
    }

    Stored stored(Content content) {
        versions++;
        return new Stored(content, "v" + versions, clock.instant());
    }

    void set(ObjectKey key, Stored stored, Durability durability) {
        objects.put(key, stored);
        witness.changed(key);
    }

    boolean delete(ObjectKey key, WriteCondition condition, Durability durability) throws ConditionFailedException {
        require(key, condition);
        boolean there = objects.remove(key) != null;
        if (there) {
            witness.changed(key);
        }
        return there;
    }

    /** Returns whether a guard has its version, and its time is not over. */
    boolean holds(DeleteGuard guard) {
        return isInTime(guard)
                && (is(Weakness.DELETE_IGNORES_GUARD)
                        || get(guard.key())
                                .filter(stored ->
                                        stored.version().equals(guard.version().value()))
                                .isPresent());
    }

    boolean isInTime(DeleteGuard guard) {
        return !clock.instant().isAfter(guard.until());
    }

    /** Returns whether a delete whose guard held when it was sent takes effect now. */
    boolean lands(DeleteGuard guard) {
        return is(Weakness.DELETE_LANDS_AFTER_UNTIL) || isInTime(guard);
    }

    /** Returns whether the deletes of a batch survive a power cut only after a call of {@link #syncAbsence} for each. */
    boolean syncsDeletesTogether() {
        return false;
    }

    /** Makes the delete of an object durable, unless the object is there again. */
    void syncAbsence(ObjectKey key) {
        // Deletes are durable at once.
    }

    /** Returns the objects as a listing shows them. */
    NavigableMap<ObjectKey, Stored> listed() {
        if (!is(Weakness.LISTS_WITHOUT_NEW)) {
            return objects;
        }
        NavigableMap<ObjectKey, Stored> old = new TreeMap<>(objects);
        old.values()
                .removeIf(
                        stored -> stored.lastModified().isAfter(clock.instant().minus(Duration.ofMinutes(1))));
        return old;
    }

    /** Returns the keys of all objects. */
    public List<ObjectKey> keys() {
        return List.copyOf(objects.keySet());
    }

    /** Deletes an object at once, as an operator does. */
    public void remove(ObjectKey key) {
        try {
            delete(key, WriteCondition.ANY, Durability.POWER_LOSS);
        } catch (ConditionFailedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Makes an object durable. Returns whether the object exists. */
    boolean sync(ObjectKey key) {
        return get(key).isPresent();
    }

    private void require(ObjectKey key, WriteCondition condition) throws ConditionFailedException {
        Optional<Stored> present = get(key);
        boolean holds = switch (condition) {
            case WriteCondition.Any _ -> true;
            case WriteCondition.IfAbsent _ -> is(Weakness.IF_ABSENT_ALWAYS_HOLDS) || present.isEmpty();
            case WriteCondition.IfVersion(ObjectVersion version) ->
                is(Weakness.IF_VERSION_ALWAYS_HOLDS)
                        || present.filter(stored -> stored.version().equals(version.value()))
                                .isPresent();
        };
        if (!holds) {
            throw new ConditionFailedException(key);
        }
    }

    abstract Optional<StagedObject> stage(Calls calls, StagingRequest request) throws IOException;

    /** Returns the staged bytes that a state refers to. The result is empty if they do not exist any more. */
    public abstract Optional<byte[]> peek(ObjectKey area, Optional<StagedState> state);

    /** Returns whether a store of this kind may lose what the state names without being asked to delete it. */
    public boolean excusesLoss(Optional<StagedState> state) {
        return false;
    }

    /**
     * Returns whether the next writer finds the staged bytes as they are now. After a power cut it is false, until a
     * writer has dropped those that had no fsync.
     */
    public boolean keepsStaged(ObjectKey area) {
        return true;
    }

    /** Returns whether the bytes that the state names can be read again if their hash is lost. */
    public boolean readsBack(Optional<StagedState> state) {
        return true;
    }

    /** Returns a name for each remaining object of an upload. */
    public abstract List<String> leftovers();

    /** Returns the remaining objects below a prefix. */
    List<String> leftoversBelow(String part) {
        return objects.keySet().stream()
                .map(ObjectKey::value)
                .filter(key -> key.contains(part))
                .toList();
    }

    abstract StorageLimits limits();

    /** Returns whether calls are network requests, which may be delayed and may arrive twice. */
    public abstract boolean isRemote();

    /** Applies a change during which the process is killed. */
    public void interrupted(Runnable change, Random random) {
        change.run();
    }

    /** Cuts the power. Changes without fsync are lost, except for a part that the seed selects. */
    public void powerCut(Random random) {
        // A remote store does not notice it.
    }
}
