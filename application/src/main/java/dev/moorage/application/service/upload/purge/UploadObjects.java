package dev.moorage.application.service.upload.purge;

import dev.moorage.application.layout.RegistryKeys;
import dev.moorage.application.storage.AbandonedStaging;
import dev.moorage.application.storage.SmallObjects;
import dev.moorage.domain.upload.UploadProtocol.Path;
import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.object.ConditionFailedException;
import dev.moorage.storage.spi.object.Durability;
import dev.moorage.storage.spi.object.ObjectInfo;
import dev.moorage.storage.spi.object.ObjectKey;
import dev.moorage.storage.spi.object.ObjectVersion;
import dev.moorage.storage.spi.object.WriteCondition;
import dev.moorage.storage.spi.staging.StagedState;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;

/**
 * The stored objects of uploads: the record, the staged bytes, and what CNCF Distribution leaves ({@code data},
 * {@code startedat}, {@code hashstates/…}).
 */
public final class UploadObjects {
    private static final int MAX_TIME_LENGTH = 64;

    private final StorageDriver storage;
    private final SmallObjects objects;
    private final AbandonedStaging areas;

    public UploadObjects(StorageDriver storage) {
        this.storage = storage;
        this.objects = new SmallObjects(storage);
        this.areas = new AbandonedStaging(storage);
    }

    /**
     * Returns when an object of the upload was last written, its record included, by the store's clock. The result is
     * empty if there is no object.
     */
    Optional<Instant> lastModified(Path upload) throws IOException {
        return areas.lastModified(RegistryKeys.upload(upload.repository(), upload.id()));
    }

    /**
     * Returns when CNCF Distribution started the upload. The result is empty if it did not, or if the time is
     * unreadable.
     */
    Optional<Instant> startedAt(Path upload) throws IOException {
        return objects.read(RegistryKeys.uploadStartedAt(upload.repository(), upload.id()), MAX_TIME_LENGTH)
                .flatMap(found -> time(new String(found.content(), StandardCharsets.US_ASCII)));
    }

    private static Optional<Instant> time(String text) {
        try {
            return Optional.of(OffsetDateTime.parse(text.strip()).toInstant());
        } catch (DateTimeException _) {
            return Optional.empty();
        }
    }

    /**
     * Removes everything that existed when the upload's record became final. The record stays.
     *
     * @param generation the first generation to try for fencing every writer
     * @throws ConditionFailedException if the record no longer exists
     */
    void remove(Path upload, long generation, Optional<StagedState> staged) throws IOException {
        ObjectKey session = RegistryKeys.uploadSession(upload.repository(), upload.id());
        ObjectInfo record = storage.stat(session).orElseThrow(() -> new ConditionFailedException(session));
        areas.remove(
                RegistryKeys.upload(upload.repository(), upload.id()),
                generation,
                staged,
                info -> !info.key().equals(session) && !info.lastModified().isAfter(record.lastModified()));
    }

    /**
     * Deletes a version of the record.
     *
     * @throws ConditionFailedException if the record has been changed or no longer exists
     */
    void forget(Path upload, ObjectVersion version) throws IOException {
        storage.delete(
                RegistryKeys.uploadSession(upload.repository(), upload.id()),
                WriteCondition.ifVersion(version),
                Durability.PROCESS_CRASH);
    }
}
