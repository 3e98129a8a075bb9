package dev.moorage.application.service.upload;

import dev.moorage.application.layout.RegistryKeys;
import dev.moorage.application.staging.AbandonedAreas;
import dev.moorage.domain.upload.UploadProtocol.Path;
import dev.moorage.storage.spi.ByteRange;
import dev.moorage.storage.spi.ConditionFailedException;
import dev.moorage.storage.spi.Durability;
import dev.moorage.storage.spi.ObjectContent;
import dev.moorage.storage.spi.ObjectInfo;
import dev.moorage.storage.spi.ObjectKey;
import dev.moorage.storage.spi.ObjectVersion;
import dev.moorage.storage.spi.StagedState;
import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.WriteCondition;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;

/**
 * All that is stored for an upload: its record, its staged bytes, and what Distribution leaves ({@code data},
 * {@code startedat}, {@code hashstates/…}).
 */
final class UploadAreas {
    private static final int LONGEST_TIME = 64;

    private final StorageDriver storage;
    private final AbandonedAreas areas;

    UploadAreas(StorageDriver storage) {
        this.storage = storage;
        this.areas = new AbandonedAreas(storage);
    }

    /** When anything of the upload was written last, its record too, by the store's clock; empty where there is nothing. */
    Optional<Instant> lastModified(Path upload) throws IOException {
        return areas.lastModified(RegistryKeys.upload(upload.repository(), upload.id()));
    }

    /** When Distribution began the upload; empty where it did not, or nobody can read when. */
    Optional<Instant> startedAt(Path upload) throws IOException {
        Optional<ObjectContent> found = storage.open(
                RegistryKeys.uploadStartedAt(upload.repository(), upload.id()), new ByteRange(0, LONGEST_TIME));
        if (found.isEmpty()) {
            return Optional.empty();
        }
        try (ObjectContent content = found.get()) {
            ByteBuffer bytes = ByteBuffer.allocate(LONGEST_TIME);
            while (bytes.hasRemaining() && content.read(bytes) >= 0) {
                // Until all of it is there.
            }
            String text = StandardCharsets.US_ASCII.decode(bytes.flip()).toString();
            return Optional.of(OffsetDateTime.parse(text.strip()).toInstant());
        } catch (DateTimeException _) {
            return Optional.empty();
        }
    }

    /**
     * Removes all that was there when the upload's record became final; the record stays.
     *
     * @param generation a first guess of one that overtakes every writer
     * @throws ConditionFailedException when the record is gone
     */
    void remove(Path upload, long generation, StagedState staged) throws IOException {
        ObjectKey session = RegistryKeys.uploadSession(upload.repository(), upload.id());
        ObjectInfo record = storage.stat(session).orElseThrow(() -> new ConditionFailedException(session));
        areas.remove(
                RegistryKeys.upload(upload.repository(), upload.id()),
                generation,
                staged,
                info -> !info.key().equals(session) && !info.lastModified().isAfter(record.lastModified()));
    }

    /**
     * Forgets the record of that version.
     *
     * @throws ConditionFailedException when it has been changed or is gone
     */
    void forget(Path upload, ObjectVersion version) throws IOException {
        storage.delete(
                RegistryKeys.uploadSession(upload.repository(), upload.id()),
                WriteCondition.ifVersion(version),
                Durability.PROCESS_CRASH);
    }
}
