package dev.moorage.storage.fs;

import dev.moorage.storage.spi.ForwardingStorageDriver;
import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.object.ConditionFailedException;
import dev.moorage.storage.spi.object.Durability;
import dev.moorage.storage.spi.object.ListOptions;
import dev.moorage.storage.spi.object.ObjectInfo;
import dev.moorage.storage.spi.object.ObjectKey;
import dev.moorage.storage.spi.object.ObjectPage;
import dev.moorage.storage.spi.object.ObjectVersion;
import dev.moorage.storage.spi.object.WriteCondition;
import dev.moorage.storage.spi.staging.StagedObject;
import dev.moorage.storage.spi.staging.StagingRequest;
import dev.moorage.storage.tck.ScriptedFaults;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A mistake over the filesystem driver that shows between two processes, or in what survives one. What a mistaken driver
 * remembers is in a static field, as in the memory of its process.
 */
enum PlantedFault {
    A_STAT_IS_REMEMBERED("whatAnotherProcessChangesIsSeenAtOnce") {
        @Override
        StorageDriver in(StorageDriver driver, Path folder, ScriptedFaults faults) {
            return new Remembering(driver) {
                @Override
                public Optional<ObjectInfo> stat(ObjectKey key) throws IOException {
                    Optional<ObjectInfo> known = STATS.get(key);
                    Optional<ObjectInfo> now = known == null ? super.stat(key) : known;
                    STATS.put(key, now);
                    return now;
                }
            };
        }
    },
    ABSENCE_IS_REMEMBERED("whatAnotherProcessChangesIsSeenAtOnce") {
        @Override
        StorageDriver in(StorageDriver driver, Path folder, ScriptedFaults faults) {
            return new Remembering(driver) {
                @Override
                public Optional<ObjectInfo> stat(ObjectKey key) throws IOException {
                    if (STATS.containsKey(key)) {
                        return Optional.empty();
                    }
                    Optional<ObjectInfo> now = super.stat(key);
                    if (now.isEmpty()) {
                        STATS.put(key, now);
                    }
                    return now;
                }
            };
        }
    },
    A_LISTING_IS_REMEMBERED("whatAnotherProcessChangesIsSeenAtOnce") {
        @Override
        StorageDriver in(StorageDriver driver, Path folder, ScriptedFaults faults) {
            return new Remembering(driver) {
                @Override
                public ObjectPage list(ObjectKey prefix, ListOptions options) throws IOException {
                    String question = prefix + " " + options;
                    ObjectPage known = PAGES.get(question);
                    ObjectPage now = known == null ? super.list(prefix, options) : known;
                    PAGES.put(question, now);
                    return now;
                }
            };
        }
    },
    A_CONDITION_ASKS_THE_OWN_PROCESS("conditionsHoldForWhatAnotherProcessWrote") {
        @Override
        StorageDriver in(StorageDriver driver, Path folder, ScriptedFaults faults) {
            return new Remembering(driver) {
                @Override
                public ObjectVersion put(ObjectKey key, byte[] content, WriteCondition condition, Durability durability)
                        throws IOException {
                    if (condition instanceof WriteCondition.IfAbsent && VERSIONS.containsKey(key)) {
                        throw new ConditionFailedException(key);
                    }
                    WriteCondition left = condition instanceof WriteCondition.IfAbsent ? WriteCondition.ANY : condition;
                    ObjectVersion version = super.put(key, content, left, durability);
                    VERSIONS.put(key, version);
                    return version;
                }
            };
        }
    },
    A_CONDITION_IS_DECIDED_UNDER_A_LOCK_OF_THE_PROCESS("aConditionIsDecidedForAllProcesses") {
        @Override
        StorageDriver in(StorageDriver driver, Path folder, ScriptedFaults faults) {
            return new Remembering(driver) {
                @Override
                public ObjectVersion put(ObjectKey key, byte[] content, WriteCondition condition, Durability durability)
                        throws IOException {
                    synchronized (PlantedFault.class) {
                        if (condition instanceof WriteCondition.IfAbsent
                                && stat(key).isPresent()) {
                            throw new ConditionFailedException(key);
                        }
                        faults.next(); // The process can be stopped here.
                        boolean absent = condition instanceof WriteCondition.IfAbsent;
                        return super.put(key, content, absent ? WriteCondition.ANY : condition, durability);
                    }
                }
            };
        }
    },
    A_DELETE_IS_DECIDED_UNDER_A_LOCK_OF_THE_PROCESS("aConditionIsDecidedForAllProcesses") {
        @Override
        StorageDriver in(StorageDriver driver, Path folder, ScriptedFaults faults) {
            return new Remembering(driver) {
                @Override
                public void delete(ObjectKey key, WriteCondition condition, Durability durability) throws IOException {
                    synchronized (PlantedFault.class) {
                        if (condition instanceof WriteCondition.IfVersion(ObjectVersion version)
                                && !stat(key).map(ObjectInfo::version).equals(Optional.of(version))) {
                            throw new ConditionFailedException(key);
                        }
                        faults.next(); // The process can be stopped here.
                        super.delete(key, WriteCondition.ANY, durability);
                    }
                }
            };
        }
    },
    A_PUT_IS_WRITTEN_LATER("whatAProcessAcknowledgedBeforeItWasKilledIsThere") {
        @Override
        StorageDriver in(StorageDriver driver, Path folder, ScriptedFaults faults) {
            return new Remembering(driver) {
                @Override
                public ObjectVersion put(
                        ObjectKey key, byte[] content, WriteCondition condition, Durability durability) {
                    return new ObjectVersion("later");
                }
            };
        }
    },
    THE_FENCE_IS_IN_MEMORY("aWriterThatAnotherProcessOvertakesChangesNothing") {
        @Override
        StorageDriver in(StorageDriver driver, Path folder, ScriptedFaults faults) {
            return new Remembering(driver) {
                @Override
                public Optional<StagedObject> stage(StagingRequest request) throws IOException {
                    return super.stage(request).map(staged -> new MistakenWriter.Unfenced(driver, staged, request));
                }
            };
        }
    },
    BYTES_IN_MEMORY_COUNT("whatAProcessAcknowledgedBeforeItWasKilledIsThere") {
        @Override
        StorageDriver in(StorageDriver driver, Path folder, ScriptedFaults faults) {
            return new Remembering(driver) {
                @Override
                public Optional<StagedObject> stage(StagingRequest request) throws IOException {
                    return super.stage(request).map(MistakenWriter.Buffering::new);
                }
            };
        }
    },
    A_BODY_IS_COLLECTED_IN_MEMORY("theMemoryForABodyDoesNotGrowWithIt") {
        @Override
        StorageDriver in(StorageDriver driver, Path folder, ScriptedFaults faults) {
            return BYTES_IN_MEMORY_COUNT.in(driver, folder, faults);
        }
    },
    A_KILLED_PROCESS_LEAVES_ITS_LOCK("aProcessThatWasKilledHoldsNothing") {
        @Override
        StorageDriver in(StorageDriver driver, Path folder, ScriptedFaults faults) {
            return new Remembering(driver) {
                @Override
                public Optional<StagedObject> stage(StagingRequest request) throws IOException {
                    Path lock = folder.resolve("lock");
                    while (Files.exists(lock)) {
                        Thread.onSpinWait();
                        if (Thread.interrupted()) {
                            throw new IOException("interrupted");
                        }
                    }
                    Files.createFile(lock);
                    return super.stage(request).map(staged -> new MistakenWriter.Locking(staged, lock));
                }
            };
        }
    };

    private static final Map<ObjectKey, Optional<ObjectInfo>> STATS = new ConcurrentHashMap<>();
    private static final Map<String, ObjectPage> PAGES = new ConcurrentHashMap<>();
    private static final Map<ObjectKey, ObjectVersion> VERSIONS = new ConcurrentHashMap<>();

    private final String caughtBy;

    PlantedFault(String caughtBy) {
        this.caughtBy = caughtBy;
    }

    String caughtBy() {
        return caughtBy;
    }

    /**
     * A driver with this mistake.
     *
     * @param folder a folder that both processes can see
     */
    abstract StorageDriver in(StorageDriver driver, Path folder, ScriptedFaults faults);

    /** Forgets what the fault before has left in this process. */
    static void forget() {
        STATS.clear();
        PAGES.clear();
        VERSIONS.clear();
    }

    /** A driver that forgets its answers when it changes something itself. */
    private static class Remembering extends ForwardingStorageDriver {
        private final StorageDriver driver;

        Remembering(StorageDriver driver) {
            this.driver = driver;
        }

        @Override
        protected StorageDriver delegate() {
            return driver;
        }

        @Override
        public ObjectVersion put(ObjectKey key, byte[] content, WriteCondition condition, Durability durability)
                throws IOException {
            ObjectVersion version = super.put(key, content, condition, durability);
            STATS.clear();
            PAGES.clear();
            return version;
        }

        @Override
        public void delete(ObjectKey key, WriteCondition condition, Durability durability) throws IOException {
            super.delete(key, condition, durability);
            STATS.clear();
            PAGES.clear();
            VERSIONS.remove(key);
        }
    }
}
