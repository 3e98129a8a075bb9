package dev.moorage.application.simulation.store;

import dev.moorage.storage.spi.ConditionFailedException;
import dev.moorage.storage.spi.Durability;
import dev.moorage.storage.spi.ObjectKey;
import dev.moorage.storage.spi.ObjectVersion;
import dev.moorage.storage.spi.StagedObject;
import dev.moorage.storage.spi.StagedState;
import dev.moorage.storage.spi.StagingRequest;
import dev.moorage.storage.spi.StorageCapabilities;
import dev.moorage.storage.spi.WriteCondition;
import java.io.IOException;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

/** What all replicas share. Its methods take effect at once; when they are called is the business of {@link Calls}. */
public abstract class SimulatedStore {
    /** Up to how many bytes a blob is put whole. */
    public static final int WHOLE_PUT = 12;

    final NavigableMap<ObjectKey, Stored> objects = new TreeMap<>();
    final InstantSource clock;
    private final Set<Weakness> weaknesses;
    private Witness witness = new Witness() {};
    private long versions;

    /** Who sees every change at the moment it is made. */
    public interface Witness {
        /** A name stands for another content, or for none; or its content has changed. */
        default void changed(ObjectKey key) {}

        /** Staged bytes cannot change any more. */
        default void sealed(ObjectKey area) {}

        /** The digest of the sealed bytes is known, and is the right one. */
        default void verified(ObjectKey area) {}

        /**
         * What was staged is to become a blob.
         *
         * @param size of the object that is in its place now; -1 where there is none
         */
        default void publishing(ObjectKey area, ObjectKey target, long size, long present) {}

        /** What was staged is a blob. */
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

    /** What is under a name. */
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

    /** Whether there was anything to force. */
    boolean persist(ObjectKey key) {
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

    /** The staged bytes that a state stands for; empty when they are not there (any more). */
    public abstract Optional<byte[]> peek(ObjectKey area, StagedState state);

    /** Whether a store of this kind may lose what the state names before anybody asks it to. */
    public boolean excusesLoss(StagedState state) {
        return false;
    }

    /** Whether the bytes that the state names can be read back, should their hash be lost. */
    public boolean readsBack(StagedState state) {
        return true;
    }

    /** What is left of uploads, for each a name. */
    public abstract List<String> leftovers();

    /** What is left in the objects below a prefix. */
    List<String> leftoversBelow(String part) {
        return objects.keySet().stream()
                .map(ObjectKey::value)
                .filter(key -> key.contains(part))
                .toList();
    }

    abstract StorageCapabilities capabilities();

    /** Whether calls are requests over a network, which may be delayed and come twice. */
    public abstract boolean isRemote();

    /** A change in the middle of which its process is killed. */
    public void interrupted(Runnable change, Random random) {
        change.run();
    }

    /** All power is lost, and what was not forced with it, but for a part that the seed chooses. */
    public void powerCut(Random random) {
        // Nothing of it is heard of in a remote store.
    }
}
