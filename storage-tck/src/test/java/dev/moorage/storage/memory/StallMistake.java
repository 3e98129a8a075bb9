package dev.moorage.storage.memory;

import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.object.ConditionFailedException;
import dev.moorage.storage.spi.object.Durability;
import dev.moorage.storage.spi.object.ObjectInfo;
import dev.moorage.storage.spi.object.ObjectKey;
import dev.moorage.storage.spi.object.ObjectVersion;
import dev.moorage.storage.spi.object.WriteCondition;
import dev.moorage.storage.spi.staging.Published;
import dev.moorage.storage.spi.staging.Sealed;
import dev.moorage.storage.spi.staging.StagedObject;
import dev.moorage.storage.spi.staging.StagingRequest;
import dev.moorage.storage.tck.FaultyStorageDriver;
import dev.moorage.storage.tck.ScriptedFaults;
import java.io.IOException;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Two calls to the store that should be one. They show when the driver is stopped between the two. */
enum StallMistake implements Mistake {
    A_STALLED_IF_ABSENT_HAS_LOOKED_BEFORE(
            "aPutIfAbsentThatStallsIsDecidedWhenItWrites", driver -> new MutantDriver(driver) {
                @Override
                public ObjectVersion put(ObjectKey key, byte[] content, WriteCondition condition, Durability durability)
                        throws IOException {
                    if (condition instanceof WriteCondition.IfAbsent
                            && stat(key).isPresent()) {
                        throw new ConditionFailedException(key);
                    }
                    boolean absent = condition instanceof WriteCondition.IfAbsent;
                    return super.put(key, content, absent ? WriteCondition.ANY : condition, durability);
                }
            }),
    A_STALLED_IF_VERSION_HAS_LOOKED_BEFORE(
            "aPutIfVersionThatStallsIsDecidedWhenItWrites", driver -> new MutantDriver(driver) {
                @Override
                public ObjectVersion put(ObjectKey key, byte[] content, WriteCondition condition, Durability durability)
                        throws IOException {
                    return super.put(key, content, looked(this, key, condition), durability);
                }
            }),
    A_STALLED_DELETE_HAS_LOOKED_BEFORE(
            "aDeleteIfVersionThatStallsIsDecidedWhenItDeletes", driver -> new MutantDriver(driver) {
                @Override
                public void delete(ObjectKey key, WriteCondition condition, Durability durability) throws IOException {
                    super.delete(key, looked(this, key, condition), durability);
                }
            }),
    WHAT_IS_DAMAGED_IS_DELETED_FIRST("aDamagedObjectStaysUntilTheHealedOneIsThere", driver -> new MutantDriver(driver) {
        @Override
        StagedObject staged(StagedObject staged, StagingRequest request) {
            return new MutantWriter(staged) {
                @Override
                public Published publish(Sealed sealed, ObjectKey target) throws IOException {
                    Optional<ObjectInfo> there = driver.stat(target);
                    if (there.isPresent() && there.get().size() != sealed.size()) {
                        driver.delete(target, WriteCondition.ANY, Durability.POWER_LOSS);
                    }
                    return super.publish(sealed, target);
                }
            };
        }
    });

    private final String caughtBy;
    private final UnaryOperator<StorageDriver> mistaken;

    StallMistake(String caughtBy, UnaryOperator<StorageDriver> mistaken) {
        this.caughtBy = caughtBy;
        this.mistaken = mistaken;
    }

    private static WriteCondition looked(StorageDriver driver, ObjectKey key, WriteCondition condition)
            throws IOException {
        if (!(condition instanceof WriteCondition.IfVersion(ObjectVersion version))) {
            return condition;
        }
        if (!driver.stat(key).map(ObjectInfo::version).equals(Optional.of(version))) {
            throw new ConditionFailedException(key);
        }
        return WriteCondition.ANY;
    }

    @Override
    public StorageDriver open(InMemoryStore store, ScriptedFaults faults, ProcessMemory process) {
        return mistaken.apply(new FaultyStorageDriver(new InMemoryStorageDriver(store), faults));
    }

    @Override
    public String caughtBy() {
        return caughtBy;
    }
}
