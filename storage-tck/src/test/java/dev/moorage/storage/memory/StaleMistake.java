package dev.moorage.storage.memory;

import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.object.ByteRange;
import dev.moorage.storage.spi.object.DeleteGuard;
import dev.moorage.storage.spi.object.DeleteOutcome;
import dev.moorage.storage.spi.object.Durability;
import dev.moorage.storage.spi.object.ListOptions;
import dev.moorage.storage.spi.object.ObjectContent;
import dev.moorage.storage.spi.object.ObjectInfo;
import dev.moorage.storage.spi.object.ObjectKey;
import dev.moorage.storage.spi.object.ObjectPage;
import dev.moorage.storage.spi.object.ObjectVersion;
import dev.moorage.storage.spi.object.WriteCondition;
import dev.moorage.storage.spi.staging.Published;
import dev.moorage.storage.spi.staging.Sealed;
import dev.moorage.storage.spi.staging.StagedObject;
import dev.moorage.storage.spi.staging.StagingRequest;
import dev.moorage.storage.tck.DriverUnderTest;
import dev.moorage.storage.tck.ScriptedFaults;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Answers that are up to a second old. They differ in what is remembered, and in the changes after which it is forgotten. */
enum StaleMistake implements Mistake {
    OWN_STAT_IS_STALE(Call.STAT, Scope.NEVER),
    OWN_ABSENCE_IS_STALE(Call.ABSENCE, Scope.NEVER),
    OWN_CONTENT_IS_STALE(Call.OPEN, Scope.NEVER),
    OWN_LISTING_IS_STALE(Call.LIST, Scope.NEVER),
    ONLY_A_PUT_FORGETS_A_STAT(Call.STAT, Scope.PUTS),
    ONLY_A_PUT_FORGETS_A_LISTING(Call.LIST, Scope.PUTS),
    PUBLISHING_FORGETS_NOTHING(Call.STAT, Scope.ALL_BUT_PUBLISHING),
    PUBLISHING_FORGETS_NO_LISTING(Call.LIST, Scope.ALL_BUT_PUBLISHING),
    A_GUARDED_DELETE_FORGETS_NOTHING(Call.STAT, Scope.ALL_BUT_GUARDED),
    A_STAT_IS_STALE_AMONG_REPLICAS(Call.STAT, Scope.DRIVER),
    ABSENCE_IS_STALE_AMONG_REPLICAS(Call.ABSENCE, Scope.DRIVER),
    CONTENT_IS_STALE_AMONG_REPLICAS(Call.OPEN, Scope.DRIVER),
    A_LISTING_IS_STALE_AMONG_REPLICAS(Call.LIST, Scope.DRIVER),
    A_STAT_IS_STALE_AMONG_PROCESSES(Call.STAT, Scope.PROCESS),
    ABSENCE_IS_STALE_AMONG_PROCESSES(Call.ABSENCE, Scope.PROCESS),
    CONTENT_IS_STALE_AMONG_PROCESSES(Call.OPEN, Scope.PROCESS),
    A_LISTING_IS_STALE_AMONG_PROCESSES(Call.LIST, Scope.PROCESS);

    /** The call whose answers are remembered. */
    private enum Call {
        STAT,
        ABSENCE,
        OPEN,
        LIST
    }

    /** The changes after which answers are forgotten. */
    private enum Scope {
        NEVER("aDriverSeesItsOwnChangesAtOnce"),
        PUTS("aDriverSeesItsOwnChangesAtOnce"),
        ALL_BUT_PUBLISHING("aDriverSeesItsOwnChangesAtOnce"),
        ALL_BUT_GUARDED("aDriverSeesItsOwnChangesAtOnce"),
        DRIVER("anotherReplicaSeesChangesAtOnce"),
        PROCESS("whatAnotherProcessChangesIsSeenAtOnce");

        private final String caughtBy;

        Scope(String caughtBy) {
            this.caughtBy = caughtBy;
        }
    }

    private final Call call;
    private final Scope scope;

    StaleMistake(Call call, Scope scope) {
        this.call = call;
        this.scope = scope;
    }

    @Override
    public String caughtBy() {
        return scope.caughtBy;
    }

    @Override
    public StorageDriver open(InMemoryStore store, ScriptedFaults faults, ProcessMemory process) {
        return new Remembering(
                new InMemoryStorageDriver(store), scope == Scope.PROCESS ? process.remembered : new Remembered());
    }

    private final class Remembering extends MutantDriver {
        private final Remembered answers;

        Remembering(StorageDriver driver, Remembered answers) {
            super(driver);
            this.answers = answers;
        }

        private void changed(Scope... without) {
            if (scope != Scope.NEVER && !Set.of(without).contains(scope)) {
                answers.forget();
            }
        }

        @Override
        public Optional<ObjectInfo> stat(ObjectKey key) throws IOException {
            Optional<ObjectInfo> now = super.stat(key);
            if (call == Call.STAT) {
                return answers.answer(key.value(), () -> now);
            }
            // Absence is remembered, and what is there is not.
            return call == Call.ABSENCE && answers.answer(key.value(), now::isEmpty) ? Optional.empty() : now;
        }

        @Override
        public Optional<ObjectContent> open(ObjectKey key, ByteRange range) throws IOException {
            if (call != Call.OPEN) {
                return super.open(key, range);
            }
            record Known(ObjectInfo info, byte[] bytes) {}
            Optional<Known> known = answers.answer(key.value(), () -> {
                Optional<ObjectContent> content = super.open(key, ByteRange.WHOLE);
                return content.isEmpty()
                        ? Optional.empty()
                        : Optional.of(new Known(content.get().info(), DriverUnderTest.readAll(content.get())));
            });
            return known.map(there -> new InMemoryContent(there.info(), there.bytes(), range));
        }

        @Override
        public ObjectPage list(ObjectKey prefix, ListOptions options) throws IOException {
            return call == Call.LIST
                    ? answers.answer(prefix + " " + options, () -> super.list(prefix, options))
                    : super.list(prefix, options);
        }

        @Override
        public ObjectVersion put(ObjectKey key, byte[] content, WriteCondition condition, Durability durability)
                throws IOException {
            ObjectVersion version = super.put(key, content, condition, durability);
            changed();
            return version;
        }

        @Override
        public void delete(ObjectKey key, WriteCondition condition, Durability durability) throws IOException {
            super.delete(key, condition, durability);
            changed(Scope.PUTS);
        }

        @Override
        public Map<ObjectKey, DeleteOutcome> deleteWhile(DeleteGuard guard, Set<ObjectKey> keys, Durability durability)
                throws IOException {
            Map<ObjectKey, DeleteOutcome> outcomes = super.deleteWhile(guard, keys, durability);
            changed(Scope.PUTS, Scope.ALL_BUT_GUARDED);
            return outcomes;
        }

        @Override
        StagedObject staged(StagedObject staged, StagingRequest request) {
            return new MutantWriter(staged) {
                @Override
                public Published publish(Sealed sealed, ObjectKey target) throws IOException {
                    Published published = super.publish(sealed, target);
                    changed(Scope.PUTS, Scope.ALL_BUT_PUBLISHING);
                    return published;
                }
            };
        }
    }
}
