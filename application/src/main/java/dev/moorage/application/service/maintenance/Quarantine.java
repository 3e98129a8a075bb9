package dev.moorage.application.service.maintenance;

import dev.moorage.application.hash.Hasher;
import dev.moorage.application.layout.RegistryKeys;
import dev.moorage.application.port.in.maintenance.Finding.Repair;
import dev.moorage.application.storage.AbandonedStaging;
import dev.moorage.application.storage.ObjectWalk;
import dev.moorage.domain.digest.Digest;
import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.object.ByteRange;
import dev.moorage.storage.spi.object.ConditionFailedException;
import dev.moorage.storage.spi.object.Durability;
import dev.moorage.storage.spi.object.ObjectContent;
import dev.moorage.storage.spi.object.ObjectKey;
import dev.moorage.storage.spi.object.WriteCondition;
import dev.moorage.storage.spi.staging.Appended;
import dev.moorage.storage.spi.staging.StagedObject;
import dev.moorage.storage.spi.staging.StagingRequest;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/**
 * Moves damaged blobs out of the way, so that a push restores them. Otherwise a push would find a damaged blob of the
 * right size and treat it as present. The blob is copied, the copy is made durable, and then the blob is deleted, if it
 * is still the version that was copied. No bytes are lost. A run that stops in between leaves both the blob and the
 * copy, and the next run finds the copy.
 */
final class Quarantine {
    private static final long GENERATION = 1;

    private final StorageDriver storage;

    Quarantine(StorageDriver storage) {
        this.storage = storage;
    }

    /** Removes unfinished copies of interrupted runs that have not changed since {@code before}. */
    void sweep(Instant before) throws IOException {
        sweep(RegistryKeys.QUARANTINING, before);
        sweep(RegistryKeys.FORMER_QUARANTINING, before);
    }

    private void sweep(ObjectKey copies, Instant before) throws IOException {
        AbandonedStaging areas = new AbandonedStaging(storage);
        ObjectWalk.children(storage, copies).forEach(entry -> {
            if (areas.lastModified(entry.key())
                    .filter(last -> last.isBefore(before))
                    .isPresent()) {
                areas.remove(entry.key(), GENERATION + 1, Optional.empty(), _ -> true);
            }
        });
    }

    /**
     * Moves a blob into quarantine.
     *
     * @param actual the digest that its bytes were found to have. If they no longer have it, the blob stays
     */
    Repair put(Digest digest, Digest actual) throws IOException {
        Optional<ObjectContent> found = storage.open(RegistryKeys.blob(digest), ByteRange.WHOLE);
        if (found.isEmpty()) {
            return Repair.SUPERSEDED;
        }
        try (ObjectContent content = found.get()) {
            if (!copy(content, actual, RegistryKeys.quarantined(digest, actual))) {
                return Repair.SUPERSEDED;
            }
            storage.delete(
                    content.info().key(),
                    WriteCondition.ifVersion(content.info().version()),
                    Durability.POWER_LOSS);
            return Repair.QUARANTINED;
        } catch (ConditionFailedException _) {
            return Repair.SUPERSEDED;
        }
    }

    /** Copies a content. Returns whether its digest is {@code actual}. If it is not, no copy is published. */
    private boolean copy(ObjectContent content, Digest actual, ObjectKey target) throws IOException {
        ObjectKey area = RegistryKeys.QUARANTINING.resolve(UUID.randomUUID().toString());
        OptionalLong size = OptionalLong.of(content.info().size());
        try (StagedObject copy = storage.stage(new StagingRequest.Begin(area, GENERATION, Optional.of(target), size))
                .orElseThrow(() -> new IOException("the store stages nothing"))) {
            try {
                Hasher hasher = Hasher.of(actual.algorithm());
                Appended appended = copy.append(StoredBlobs.hashed(content, hasher));
                if (appended.broken().isPresent()) {
                    throw appended.broken().get();
                }
                boolean same = hasher.digest().equals(actual);
                if (same) {
                    copy.publish(copy.seal(), target);
                }
                return same;
            } finally {
                copy.discard();
            }
        }
    }
}
