package dev.moorage.storage.memory;

import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.object.DeleteFence;
import dev.moorage.storage.spi.object.DeleteGuard;
import dev.moorage.storage.spi.object.DeleteOutcome;
import dev.moorage.storage.spi.object.Durability;
import dev.moorage.storage.spi.object.ListOptions;
import dev.moorage.storage.spi.object.ObjectInfo;
import dev.moorage.storage.spi.object.ObjectKey;
import dev.moorage.storage.spi.object.ObjectPage;
import dev.moorage.storage.spi.object.ObjectVersion;
import dev.moorage.storage.spi.object.WriteCondition;
import dev.moorage.storage.tck.FaultyStorageDriver;
import dev.moorage.storage.tck.ScriptedFaults;
import java.io.IOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Mistakes with deletes under a guard. */
enum GuardMistake implements Mistake {
    THE_GUARD_IS_IGNORED("aGuardThatHasChangedKeepsTheObjects", driver -> new LookingDriver(driver, DeleteFence.EXACT) {
        @Override
        DeleteOutcome look(DeleteGuard guard) throws IOException {
            DeleteOutcome outcome = super.look(guard);
            return outcome == DeleteOutcome.CHANGED ? DeleteOutcome.DELETED : outcome;
        }
    }),
    AN_ABSENT_GUARD_HOLDS("aGuardThatIsAbsentKeepsTheObjects", driver -> new LookingDriver(driver, DeleteFence.EXACT) {
        @Override
        DeleteOutcome look(DeleteGuard guard) throws IOException {
            return stat(guard.key()).isEmpty() ? DeleteOutcome.DELETED : super.look(guard);
        }
    }),
    A_VERSION_IS_SOUGHT_AMONG_ALL_OBJECTS(
            "theVersionOfAnotherObjectIsNotThatOfTheGuard", driver -> new LookingDriver(driver, DeleteFence.EXACT) {
                @Override
                DeleteOutcome look(DeleteGuard guard) throws IOException {
                    for (ObjectPage.Entry entry : list(new ObjectKey("tck"), ListOptions.recursive(1000))
                            .entries()) {
                        if (guard.version()
                                .equals(stat(entry.key()).orElseThrow().version())) {
                            return DeleteOutcome.DELETED;
                        }
                    }
                    return super.look(guard);
                }
            }),
    THE_TIME_IS_IGNORED("aTimeThatIsOverKeepsTheObjects", driver -> new LookingDriver(driver, DeleteFence.EXACT) {
        @Override
        DeleteOutcome look(DeleteGuard guard) throws IOException {
            return super.look(new DeleteGuard(guard.key(), guard.version(), Instant.MAX));
        }
    }),
    LOOKS_AND_THEN_DELETES_AMONG_REPLICAS(
            "noObjectGoesOnceAnotherReplicaHasChangedTheGuard", driver -> new LookingDriver(driver, DeleteFence.EXACT) {
                @Override
                DeleteOutcome look(DeleteGuard guard) throws IOException {
                    DeleteOutcome outcome = super.look(guard);
                    Mistake.whileOthersRun();
                    return outcome;
                }
            }),
    LOOKS_AND_THEN_DELETES_AFTER_A_STALL(
            "aDeleteThatStallsDoesNoHarm", driver -> new LookingDriver(driver, DeleteFence.EXACT) {}),
    ONLY_THE_CALLER_LOOKS_AT_THE_CLOCK(
            "aDeleteThatStallsDoesNoHarm", driver -> new LookingDriver(driver, DeleteFence.TIMED) {}),
    THE_GUARD_IS_COMPARED_FOR_THE_FIRST_OBJECT_ONLY(
            "noObjectGoesOnceAnotherReplicaHasChangedTheGuard", driver -> new MutantDriver(driver) {
                @Override
                public Map<ObjectKey, DeleteOutcome> deleteWhile(
                        DeleteGuard guard, Set<ObjectKey> keys, Durability durability) throws IOException {
                    ObjectKey first = keys.iterator().next();
                    DeleteOutcome outcome =
                            super.deleteWhile(guard, Set.of(first), durability).get(first);
                    Map<ObjectKey, DeleteOutcome> outcomes = new HashMap<>();
                    for (ObjectKey key : keys) {
                        Mistake.whileOthersComeBetween();
                        if (outcome == DeleteOutcome.DELETED) {
                            delete(key, WriteCondition.ANY, durability);
                        }
                        outcomes.put(key, outcome);
                    }
                    return outcomes;
                }
            }),
    WHAT_IS_ABSENT_HAS_NO_OUTCOME("anObjectThatIsAbsentCountsAsDeleted", driver -> new MutantDriver(driver) {
        @Override
        public Map<ObjectKey, DeleteOutcome> deleteWhile(DeleteGuard guard, Set<ObjectKey> keys, Durability durability)
                throws IOException {
            Map<ObjectKey, DeleteOutcome> outcomes = new HashMap<>();
            for (ObjectKey key : keys) {
                if (stat(key).isPresent()) {
                    outcomes.putAll(super.deleteWhile(guard, Set.of(key), durability));
                }
            }
            return outcomes;
        }
    }),
    ONLY_A_HUNDRED_ARE_DELETED("manyObjectsAreDeletedUnderOneGuard", driver -> new MutantDriver(driver) {
        @Override
        public Map<ObjectKey, DeleteOutcome> deleteWhile(DeleteGuard guard, Set<ObjectKey> keys, Durability durability)
                throws IOException {
            Map<ObjectKey, DeleteOutcome> outcomes = new HashMap<>();
            for (ObjectKey key : keys) {
                if (outcomes.size() < 100) {
                    super.deleteWhile(guard, Set.of(key), durability);
                }
                outcomes.put(key, DeleteOutcome.DELETED);
            }
            return outcomes;
        }
    }),
    THE_GUARD_GOES_TOO("objectsAreDeletedWhileTheGuardHolds", driver -> new MutantDriver(driver) {
        @Override
        public Map<ObjectKey, DeleteOutcome> deleteWhile(DeleteGuard guard, Set<ObjectKey> keys, Durability durability)
                throws IOException {
            Map<ObjectKey, DeleteOutcome> outcomes = super.deleteWhile(guard, keys, durability);
            delete(guard.key(), WriteCondition.ANY, durability);
            return outcomes;
        }
    }),
    NO_FENCE_IS_ADMITTED_AND_OBJECTS_GO(
            "aDriverWithoutAFenceRefusesAndDeletesNothing", driver -> new MutantDriver(driver) {
                @Override
                public DeleteFence deleteFence() {
                    return DeleteFence.NONE;
                }
            }),
    A_LOST_ANSWER_IS_A_DELETE("aDeleteUnderAGuardIsNeverReportedAsWhatItIsNot", driver -> new MutantDriver(driver) {
        @Override
        public Map<ObjectKey, DeleteOutcome> deleteWhile(
                DeleteGuard guard, Set<ObjectKey> keys, Durability durability) {
            return answered(driver, guard, keys, durability, DeleteOutcome.DELETED);
        }
    }),
    A_LOST_ANSWER_IS_A_REFUSAL("aDeleteUnderAGuardIsNeverReportedAsWhatItIsNot", driver -> new MutantDriver(driver) {
        @Override
        public Map<ObjectKey, DeleteOutcome> deleteWhile(
                DeleteGuard guard, Set<ObjectKey> keys, Durability durability) {
            return answered(driver, guard, keys, durability, DeleteOutcome.TOO_LATE);
        }
    }),
    TWO_THAT_WAIT_FOR_EACH_OTHER_GIVE_UP(
            "twoDeletesOfWhichEachDeletesTheGuardOfTheOtherEnd",
            driver -> new LookingDriver(driver, DeleteFence.EXACT) {
                @Override
                DeleteOutcome look(DeleteGuard guard) throws IOException {
                    DeleteOutcome outcome = super.look(guard);
                    // Both are reported as changed, as if each had waited for the lock of the other.
                    return outcome == DeleteOutcome.DELETED
                                    && guard.key().value().contains("crossed")
                            ? DeleteOutcome.CHANGED
                            : outcome;
                }
            });

    /** A driver that looks at the guard with one call, and deletes with another one. */
    private static class LookingDriver extends MutantDriver {
        private final DeleteFence fence;

        LookingDriver(StorageDriver driver, DeleteFence fence) {
            super(driver);
            this.fence = fence;
        }

        @Override
        public Map<ObjectKey, DeleteOutcome> deleteWhile(DeleteGuard guard, Set<ObjectKey> keys, Durability durability)
                throws IOException {
            Map<ObjectKey, DeleteOutcome> outcomes = new HashMap<>();
            for (ObjectKey key : keys) {
                DeleteOutcome outcome = look(guard);
                Mistake.whileOthersComeBetween();
                if (outcome == DeleteOutcome.DELETED) {
                    delete(key, WriteCondition.ANY, durability);
                }
                outcomes.put(key, outcome);
            }
            return outcomes;
        }

        DeleteOutcome look(DeleteGuard guard) throws IOException {
            Optional<ObjectVersion> version = stat(guard.key()).map(ObjectInfo::version);
            if (!version.equals(Optional.of(guard.version()))) {
                return DeleteOutcome.CHANGED;
            }
            return Instant.now().isAfter(guard.until()) ? DeleteOutcome.TOO_LATE : DeleteOutcome.DELETED;
        }

        @Override
        public DeleteFence deleteFence() {
            return fence;
        }
    }

    private static Map<ObjectKey, DeleteOutcome> answered(
            StorageDriver driver,
            DeleteGuard guard,
            Set<ObjectKey> keys,
            Durability durability,
            DeleteOutcome otherwise) {
        try {
            return driver.deleteWhile(guard, keys, durability);
        } catch (IOException _) {
            Map<ObjectKey, DeleteOutcome> outcomes = new HashMap<>();
            keys.forEach(key -> outcomes.put(key, otherwise));
            return outcomes;
        }
    }

    private final String caughtBy;
    private final UnaryOperator<StorageDriver> mistaken;

    GuardMistake(String caughtBy, UnaryOperator<StorageDriver> mistaken) {
        this.caughtBy = caughtBy;
        this.mistaken = mistaken;
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
