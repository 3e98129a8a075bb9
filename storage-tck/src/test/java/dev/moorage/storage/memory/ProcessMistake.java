package dev.moorage.storage.memory;

import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.object.ConditionFailedException;
import dev.moorage.storage.spi.object.DeleteGuard;
import dev.moorage.storage.spi.object.DeleteOutcome;
import dev.moorage.storage.spi.object.Durability;
import dev.moorage.storage.spi.object.ObjectInfo;
import dev.moorage.storage.spi.object.ObjectKey;
import dev.moorage.storage.spi.object.ObjectVersion;
import dev.moorage.storage.spi.object.WriteCondition;
import dev.moorage.storage.tck.FaultyStorageDriver;
import dev.moorage.storage.tck.ScriptedFaults;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Decisions about objects that one process makes alone. Drivers of one process agree, and two processes do not. */
enum ProcessMistake implements Mistake {
    IF_ABSENT_ASKS_THE_OWN_PROCESS("conditionsHoldForWhatAnotherProcessWrote") {
        @Override
        StorageDriver over(StorageDriver driver, ProcessMemory process) {
            return new Noting(driver, process) {
                @Override
                WriteCondition decide(ObjectKey key, WriteCondition condition) throws IOException {
                    return condition instanceof WriteCondition.IfAbsent ? decided(key, condition) : condition;
                }
            };
        }
    },
    IF_VERSION_ASKS_THE_OWN_PROCESS("conditionsHoldForWhatAnotherProcessWrote") {
        @Override
        StorageDriver over(StorageDriver driver, ProcessMemory process) {
            return new Noting(driver, process) {
                @Override
                WriteCondition decide(ObjectKey key, WriteCondition condition) throws IOException {
                    return condition instanceof WriteCondition.IfVersion ? decided(key, condition) : condition;
                }
            };
        }
    },
    A_DELETE_ASKS_THE_OWN_PROCESS("conditionsHoldForWhatAnotherProcessWrote") {
        @Override
        StorageDriver over(StorageDriver driver, ProcessMemory process) {
            return new Noting(driver, process) {
                @Override
                public void delete(ObjectKey key, WriteCondition condition, Durability durability) throws IOException {
                    super.delete(key, decided(key, condition), durability);
                }
            };
        }
    },
    A_GUARD_IS_ASKED_IN_THE_OWN_PROCESS("aGuardThatAnotherProcessHasChangedKeepsTheObjects") {
        @Override
        StorageDriver over(StorageDriver driver, ProcessMemory process) {
            return new Noting(driver, process) {
                @Override
                public Map<ObjectKey, DeleteOutcome> deleteWhile(
                        DeleteGuard guard, Set<ObjectKey> keys, Durability durability) throws IOException {
                    ObjectInfo noted = process.infos.get(guard.key());
                    boolean holds = noted != null && noted.version().equals(guard.version());
                    ObjectVersion now = driver.stat(guard.key()).orElseThrow().version();
                    return super.deleteWhile(
                            holds ? new DeleteGuard(guard.key(), now, guard.until()) : guard, keys, durability);
                }
            };
        }
    },
    CONDITIONS_ARE_DECIDED_UNDER_A_LOCK_OF_THE_PROCESS("aConditionIsDecidedForAllProcesses") {
        @Override
        StorageDriver over(StorageDriver driver, ProcessMemory process) {
            return new MutantDriver(driver) {
                @Override
                public ObjectVersion put(ObjectKey key, byte[] content, WriteCondition condition, Durability durability)
                        throws IOException {
                    process.lock.lock();
                    try {
                        require(key, condition, super.stat(key));
                        return super.put(key, content, WriteCondition.ANY, durability);
                    } finally {
                        process.lock.unlock();
                    }
                }

                @Override
                public void delete(ObjectKey key, WriteCondition condition, Durability durability) throws IOException {
                    process.lock.lock();
                    try {
                        super.delete(key, condition, durability);
                    } finally {
                        process.lock.unlock();
                    }
                }
            };
        }
    },
    A_DELETE_IS_DECIDED_UNDER_A_LOCK_OF_THE_PROCESS("aConditionIsDecidedForAllProcesses") {
        @Override
        StorageDriver over(StorageDriver driver, ProcessMemory process) {
            return new MutantDriver(driver) {
                @Override
                public ObjectVersion put(ObjectKey key, byte[] content, WriteCondition condition, Durability durability)
                        throws IOException {
                    process.lock.lock();
                    try {
                        return super.put(key, content, condition, durability);
                    } finally {
                        process.lock.unlock();
                    }
                }

                @Override
                public void delete(ObjectKey key, WriteCondition condition, Durability durability) throws IOException {
                    process.lock.lock();
                    try {
                        require(key, condition, super.stat(key));
                        super.delete(key, WriteCondition.ANY, durability);
                    } finally {
                        process.lock.unlock();
                    }
                }
            };
        }
    },
    A_PUT_IS_WRITTEN_LATER("whatAProcessAcknowledgedBeforeItWasKilledIsThere") {
        @Override
        StorageDriver over(StorageDriver driver, ProcessMemory process) {
            return new MutantDriver(driver) {
                @Override
                public ObjectVersion put(ObjectKey key, byte[] content, WriteCondition condition, Durability durability)
                        throws IOException {
                    if (durability == Durability.POWER_LOSS) {
                        return super.put(key, content, condition, durability);
                    }
                    process.unwritten.put(key, content);
                    return new ObjectVersion("later");
                }
            };
        }
    };

    private final String caughtBy;

    ProcessMistake(String caughtBy) {
        this.caughtBy = caughtBy;
    }

    abstract StorageDriver over(StorageDriver driver, ProcessMemory process);

    @Override
    public StorageDriver open(InMemoryStore store, ScriptedFaults faults, ProcessMemory process) {
        return over(new FaultyStorageDriver(new InMemoryStorageDriver(store), faults), process);
    }

    @Override
    public String caughtBy() {
        return caughtBy;
    }

    private static void require(ObjectKey key, WriteCondition condition, Optional<ObjectInfo> there)
            throws ConditionFailedException {
        boolean holds = switch (condition) {
            case WriteCondition.Any _ -> true;
            case WriteCondition.IfAbsent _ -> there.isEmpty();
            case WriteCondition.IfVersion(ObjectVersion version) ->
                there.map(ObjectInfo::version).equals(Optional.of(version));
        };
        if (!holds) {
            throw new ConditionFailedException(key);
        }
    }

    /** Notes what its process has written, and decides by its notes. */
    private static class Noting extends MutantDriver {
        private final ProcessMemory process;

        Noting(StorageDriver driver, ProcessMemory process) {
            super(driver);
            this.process = process;
        }

        WriteCondition decide(ObjectKey key, WriteCondition condition) throws IOException {
            return condition;
        }

        /** No condition any more, where the notes say that the condition holds. */
        final WriteCondition decided(ObjectKey key, WriteCondition condition) throws IOException {
            require(key, condition, Optional.ofNullable(process.infos.get(key)));
            return WriteCondition.ANY;
        }

        @Override
        public ObjectVersion put(ObjectKey key, byte[] content, WriteCondition condition, Durability durability)
                throws IOException {
            ObjectVersion version = super.put(key, content, decide(key, condition), durability);
            process.infos.put(key, driver.stat(key).orElseThrow());
            return version;
        }

        @Override
        public void delete(ObjectKey key, WriteCondition condition, Durability durability) throws IOException {
            super.delete(key, condition, durability);
            process.infos.remove(key);
        }
    }
}
