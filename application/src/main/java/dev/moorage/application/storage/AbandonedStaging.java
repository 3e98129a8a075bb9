package dev.moorage.application.storage;

import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.object.ConditionFailedException;
import dev.moorage.storage.spi.object.Durability;
import dev.moorage.storage.spi.object.ObjectInfo;
import dev.moorage.storage.spi.object.ObjectKey;
import dev.moorage.storage.spi.object.StorageFullException;
import dev.moorage.storage.spi.object.WriteCondition;
import dev.moorage.storage.spi.staging.StagedBytesLostException;
import dev.moorage.storage.spi.staging.StagedObject;
import dev.moorage.storage.spi.staging.StagedState;
import dev.moorage.storage.spi.staging.StagingFencedException;
import dev.moorage.storage.spi.staging.StagingRequest;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;

/**
 * Removes what is left in staging prefixes: staged bytes, and objects that a driver or another program keeps with them.
 */
public final class AbandonedStaging {
    private final StorageDriver storage;

    public AbandonedStaging(StorageDriver storage) {
        this.storage = storage;
    }

    /**
     * Returns when an object below a staging prefix was last written, by the store's clock. The result is empty if
     * there is none.
     */
    public Optional<Instant> lastModified(ObjectKey area) throws IOException {
        Instant[] newest = new Instant[] {Instant.MIN};
        forEach(area, info -> {
            if (info.lastModified().isAfter(newest[0])) {
                newest[0] = info.lastModified();
            }
        });
        return Optional.of(newest[0]).filter(found -> found.isAfter(Instant.MIN));
    }

    /**
     * Removes what is below a staging prefix. The caller must have ensured that no request continues the upload. All
     * writers are fenced. A writer that arrives later can still leave new objects.
     *
     * @param generation the first generation to try for fencing every writer
     * @param staged the last known state of the staged object, if one was recorded
     * @param doomed selects which of the objects to delete that the driver has left
     */
    public void remove(ObjectKey area, long generation, Optional<StagedState> staged, Predicate<ObjectInfo> doomed)
            throws IOException {
        discard(above -> StagingRequest.resume(area, above, staged), generation);
        // Staged bytes without a known state, or lost ones, are fenced and removed in the way that the driver defines.
        discard(above -> new StagingRequest.Begin(area, above, Optional.empty(), OptionalLong.empty()), generation);
        forEach(area, info -> {
            if (doomed.test(info)) {
                delete(info);
            }
        });
    }

    private interface Stage {
        StagingRequest above(long generation);
    }

    private void discard(Stage stage, long firstGeneration) throws IOException {
        for (long generation = firstGeneration; ; generation *= 2) {
            try {
                Optional<StagedObject> staged = storage.stage(stage.above(generation));
                if (staged.isPresent()) {
                    try (StagedObject bytes = staged.get()) {
                        bytes.discard();
                    }
                }
                return;
            } catch (StagedBytesLostException _) {
                return; // The store has already lost the bytes.
            } catch (StorageFullException _) {
                return; // The driver removed what it could. The rest are objects and are deleted below.
            } catch (StagingFencedException e) {
                if (generation > Long.MAX_VALUE / 2) {
                    throw e;
                }
            }
        }
    }

    private void delete(ObjectInfo info) throws IOException {
        try {
            storage.delete(info.key(), WriteCondition.ifVersion(info.version()), Durability.PROCESS_CRASH);
        } catch (ConditionFailedException _) {
            // Another process deletes it too, or a late writer has left a new version. That one is left to a later run.
        }
    }

    private interface Visitor {
        void visit(ObjectInfo info) throws IOException;
    }

    private void forEach(ObjectKey area, Visitor visitor) throws IOException {
        ObjectWalk.recursive(storage, area).forEach(entry -> {
            Optional<ObjectInfo> info = storage.stat(entry.key());
            if (info.isPresent()) {
                visitor.visit(info.get());
            }
        });
    }
}
