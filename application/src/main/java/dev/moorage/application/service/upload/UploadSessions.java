package dev.moorage.application.service.upload;

import dev.moorage.application.layout.RegistryKeys;
import dev.moorage.domain.upload.UploadProtocol.Path;
import dev.moorage.storage.spi.ByteRange;
import dev.moorage.storage.spi.ConditionFailedException;
import dev.moorage.storage.spi.Durability;
import dev.moorage.storage.spi.ObjectContent;
import dev.moorage.storage.spi.ObjectKey;
import dev.moorage.storage.spi.ObjectVersion;
import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.StorageFullException;
import dev.moorage.storage.spi.WriteCondition;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * The session records in storage, changed only by compare-and-set. They need not survive a power cut: an upload may be
 * begun again, and a record that a power cut has torn counts as none.
 */
final class UploadSessions {
    private static final int LARGEST = 1 << 20;

    private final StorageDriver storage;

    UploadSessions(StorageDriver storage) {
        this.storage = storage;
    }

    /** A record and the version that a change of it must name; the record is empty when it cannot be read. */
    record Stored(Optional<SessionRecord> record, ObjectVersion version) {}

    /** What is stored of an upload; empty when nothing is. */
    Optional<Stored> read(Path upload) throws IOException {
        Optional<ObjectContent> found = storage.open(key(upload), new ByteRange(0, LARGEST));
        if (found.isEmpty()) {
            return Optional.empty();
        }
        try (ObjectContent content = found.get()) {
            ByteBuffer bytes =
                    ByteBuffer.allocate((int) Math.min(LARGEST, content.info().size()));
            while (bytes.hasRemaining() && content.read(bytes) >= 0) {
                // Until all of the record is there.
            }
            byte[] read = new byte[bytes.flip().remaining()];
            bytes.get(read);
            return Optional.of(
                    new Stored(SessionRecordFormat.decode(read), content.info().version()));
        }
    }

    /**
     * Stores the first record of an upload.
     *
     * @throws ConditionFailedException when there is one already
     */
    ObjectVersion create(SessionRecord record) throws IOException {
        return put(record, WriteCondition.IF_ABSENT);
    }

    /**
     * Replaces the record of that version.
     *
     * @throws ConditionFailedException when it has been changed
     */
    ObjectVersion replace(SessionRecord record, ObjectVersion version) throws IOException {
        return put(record, WriteCondition.ifVersion(version));
    }

    /**
     * Ends an upload: stores its last record, and where there is no room for that, an empty one. Nobody can read an empty one, so
     * nobody goes on with the upload; and what is to make room needs none.
     *
     * @param replaced the version that there must be; empty when there must be none
     * @throws ConditionFailedException when the record has been changed
     */
    ObjectVersion end(SessionRecord last, Optional<ObjectVersion> replaced) throws IOException {
        WriteCondition condition = replaced.map(WriteCondition::ifVersion).orElse(WriteCondition.IF_ABSENT);
        try {
            return put(last, condition);
        } catch (StorageFullException _) {
            return put(last, new byte[0], condition);
        }
    }

    private ObjectVersion put(SessionRecord record, WriteCondition condition) throws IOException {
        return put(record, SessionRecordFormat.encode(record), condition);
    }

    private ObjectVersion put(SessionRecord of, byte[] content, WriteCondition condition) throws IOException {
        Path path = new Path(of.session().repository(), of.session().id());
        return storage.put(key(path), content, condition, Durability.PROCESS_CRASH);
    }

    private static ObjectKey key(Path upload) {
        return RegistryKeys.uploadSession(upload.repository(), upload.id());
    }
}
