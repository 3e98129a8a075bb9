package dev.moorage.storage.memory;

import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.object.DeleteGuard;
import dev.moorage.storage.spi.object.DeleteOutcome;
import dev.moorage.storage.spi.object.Durability;
import dev.moorage.storage.spi.object.ObjectInfo;
import dev.moorage.storage.spi.object.ObjectKey;
import dev.moorage.storage.spi.object.ObjectVersion;
import dev.moorage.storage.spi.object.WriteCondition;
import dev.moorage.storage.spi.staging.Published;
import dev.moorage.storage.spi.staging.Sealed;
import dev.moorage.storage.spi.staging.StagedObject;
import dev.moorage.storage.spi.staging.StagingRequest;
import dev.moorage.storage.tck.ScriptedFaults;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Bytes that nothing refers to any more, and that stay in the store. */
enum SpaceMistake implements Mistake {
    WHAT_IS_REPLACED_STAYS("theSpaceOfWhatIsReplacedIsFreed"),
    WHAT_IS_DELETED_STAYS("theSpaceOfWhatIsDeletedIsFreed"),
    WHAT_IS_DELETED_UNDER_A_GUARD_STAYS("theSpaceOfWhatIsDeletedUnderAGuardIsFreed"),
    WHAT_IS_DISCARDED_STAYS("theSpaceOfWhatIsDiscardedIsFreed"),
    WHAT_IS_TRUNCATED_STAYS("theSpaceOfWhatIsDroppedOrBegunAgainIsFreed"),
    WHAT_WAS_STAGED_BEFORE_STAYS("theSpaceOfWhatIsDroppedOrBegunAgainIsFreed"),
    WHAT_WAS_ALREADY_THERE_STAYS_TWICE("theSpaceOfWhatWasThereAlreadyOrIsHealedIsFreed");

    private final String caughtBy;

    SpaceMistake(String caughtBy) {
        this.caughtBy = caughtBy;
    }

    @Override
    public String caughtBy() {
        return caughtBy;
    }

    @Override
    public StorageDriver open(InMemoryStore store, ScriptedFaults faults, ProcessMemory process) {
        return new Leaking(store);
    }

    private final class Leaking extends MutantDriver {
        private final InMemoryStore store;
        private int leaks;

        Leaking(InMemoryStore store) {
            super(new InMemoryStorageDriver(store));
            this.store = store;
        }

        /** Keeps as many bytes as an object or an area has, if this mistake is asked for. */
        private void leak(SpaceMistake mistake, long bytes) throws IOException {
            if (SpaceMistake.this == mistake) {
                leaks++;
                ObjectKey hidden = new ObjectKey("hidden/" + System.identityHashCode(this) + "/" + leaks);
                super.put(hidden, new byte[(int) bytes], WriteCondition.ANY, Durability.PROCESS_CRASH);
            }
        }

        private long bytes(ObjectKey key) throws IOException {
            return stat(key).map(ObjectInfo::size).orElse(0L);
        }

        @Override
        public ObjectVersion put(ObjectKey key, byte[] content, WriteCondition condition, Durability durability)
                throws IOException {
            leak(WHAT_IS_REPLACED_STAYS, bytes(key));
            return super.put(key, content, condition, durability);
        }

        @Override
        public void delete(ObjectKey key, WriteCondition condition, Durability durability) throws IOException {
            leak(WHAT_IS_DELETED_STAYS, bytes(key));
            super.delete(key, condition, durability);
        }

        @Override
        public Map<ObjectKey, DeleteOutcome> deleteWhile(DeleteGuard guard, Set<ObjectKey> keys, Durability durability)
                throws IOException {
            for (ObjectKey key : keys) {
                leak(WHAT_IS_DELETED_UNDER_A_GUARD_STAYS, bytes(key));
            }
            return super.deleteWhile(guard, keys, durability);
        }

        @Override
        public Optional<StagedObject> stage(StagingRequest request) throws IOException {
            long before;
            synchronized (store) {
                StagingArea area = store.areas.get(request.area());
                before = area == null ? 0 : area.size();
            }
            leak(WHAT_WAS_STAGED_BEFORE_STAYS, before);
            return super.stage(request);
        }

        @Override
        StagedObject staged(StagedObject staged, StagingRequest request) {
            return new MutantWriter(staged) {
                @Override
                public void truncate(long size) throws IOException {
                    leak(WHAT_IS_TRUNCATED_STAYS, size() - size);
                    super.truncate(size);
                }

                @Override
                public void discard() throws IOException {
                    leak(WHAT_IS_DISCARDED_STAYS, size());
                    super.discard();
                }

                @Override
                public Published publish(Sealed sealed, ObjectKey target) throws IOException {
                    Published published = super.publish(sealed, target);
                    if (published == Published.ALREADY_THERE) {
                        leak(WHAT_WAS_ALREADY_THERE_STAYS_TWICE, sealed.size());
                    }
                    return published;
                }
            };
        }
    }
}
