package dev.moorage.storage.fs;

import dev.moorage.storage.spi.object.DeleteGuard;
import dev.moorage.storage.spi.object.DeleteOutcome;
import dev.moorage.storage.spi.object.Durability;
import dev.moorage.storage.spi.object.ObjectInfo;
import dev.moorage.storage.spi.object.ObjectKey;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Deletes objects while a guard has a version. The guard is compared and the file removed under the locks of both keys, which
 * every writer of the guard takes too. A process that is stopped there holds the locks, so the guard does not change.
 */
final class GuardedDeletes {
    private final Root root;
    private final ObjectReads reads;
    private final ObjectNames names;
    private final RootPresence presence;
    private final TemporaryFiles disk;
    private final InstantSource clock;

    GuardedDeletes(
            Root root,
            ObjectReads reads,
            ObjectNames names,
            RootPresence presence,
            TemporaryFiles disk,
            InstantSource clock) {
        this.root = root;
        this.reads = reads;
        this.names = names;
        this.presence = presence;
        this.disk = disk;
        this.clock = clock;
    }

    /** The outcome of each key. The fsync of directories comes after the locks are released, once for all keys. */
    Map<ObjectKey, DeleteOutcome> delete(DeleteGuard guard, Set<ObjectKey> keys, Durability durability)
            throws IOException {
        Instant begun = now();
        long nanos = System.nanoTime();
        InstantSource now = () -> begun.plusNanos(System.nanoTime() - nanos);
        Map<ObjectKey, DeleteOutcome> outcomes = new HashMap<>();
        List<RemovedFile> removed = new ArrayList<>();
        Set<Path> absent = new LinkedHashSet<>();
        try {
            for (ObjectKey key : keys) {
                Path path = root.of(key);
                RemovedFile file = new RemovedFile(path, root.newTemporaryFile(key));
                removed.add(file);
                DeleteOutcome outcome = delete(guard, key, file, now);
                outcomes.put(key, outcome);
                if (outcome == DeleteOutcome.DELETED) {
                    absent.add(path);
                }
            }
            names.forceAbsences(absent, durability);
        } finally {
            removed.forEach(RemovedFile::giveRoomBack);
        }
        return outcomes;
    }

    private DeleteOutcome delete(DeleteGuard guard, ObjectKey key, RemovedFile file, InstantSource now)
            throws IOException {
        DeleteOutcome outcome = names.locked(guard.key(), key, () -> {
            DeleteOutcome found = look(guard, now.instant());
            if (found == DeleteOutcome.DELETED) {
                file.remove();
            }
            return found;
        });
        if (!file.wasThere()) {
            // What is absent is not deleted when the volume that holds it is not mounted.
            presence.require(outcome == DeleteOutcome.DELETED ? key : guard.key());
        }
        return outcome;
    }

    private DeleteOutcome look(DeleteGuard guard, Instant now) throws IOException {
        Optional<ObjectInfo> there = reads.stat(guard.key());
        if (!there.map(ObjectInfo::version).equals(Optional.of(guard.version()))) {
            return DeleteOutcome.CHANGED;
        }
        return now.isAfter(guard.until()) ? DeleteOutcome.TOO_LATE : DeleteOutcome.DELETED;
    }

    /** The time by the disk's clock. On a full disk, which needs deletes most, it is this machine's. */
    private Instant now() throws IOException {
        try {
            return disk.now();
        } catch (IOException e) {
            if (FilesystemExceptions.isFull(e)) {
                return clock.instant();
            }
            throw e;
        }
    }
}
