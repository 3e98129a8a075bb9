package dev.moorage.application.service.upload.session;

import dev.moorage.application.layout.RegistryKeys;
import dev.moorage.application.storage.SmallObjects;
import dev.moorage.domain.upload.UploadProtocol.Path;
import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.object.ConditionFailedException;
import dev.moorage.storage.spi.object.Durability;
import dev.moorage.storage.spi.object.ObjectKey;
import dev.moorage.storage.spi.object.ObjectVersion;
import dev.moorage.storage.spi.object.StorageFullException;
import dev.moorage.storage.spi.object.WriteCondition;
import java.io.IOException;
import java.util.Optional;

/**
 * Stores session records, and changes them only by compare-and-set. A record need not survive a power cut: the client
 * can begin the upload again, and a torn record counts as absent.
 */
public final class UploadSessions {
    private static final int MAX_BYTES = 1 << 20;

    private final StorageDriver storage;
    private final SmallObjects objects;

    public UploadSessions(StorageDriver storage) {
        this.storage = storage;
        this.objects = new SmallObjects(storage);
    }

    /** A record, and the version to give as the condition of a change. The record is empty if it cannot be read. */
    public record Stored(Optional<SessionRecord> record, ObjectVersion version) {}

    /** Returns the stored record of an upload. The result is empty if there is none. */
    public Optional<Stored> read(Path upload) throws IOException {
        return objects.read(key(upload), MAX_BYTES)
                .map(found -> new Stored(SessionRecordFormat.decode(found.content()), found.version()));
    }

    /**
     * Stores the first record of an upload.
     *
     * @throws ConditionFailedException if a record exists already
     */
    ObjectVersion create(SessionRecord record) throws IOException {
        return put(record, WriteCondition.IF_ABSENT);
    }

    /**
     * Replaces a version of the record.
     *
     * @throws ConditionFailedException if the record has been changed
     */
    ObjectVersion replace(SessionRecord record, ObjectVersion version) throws IOException {
        return put(record, WriteCondition.ifVersion(version));
    }

    /**
     * Ends an upload by storing its last record. If the store has no space for it, an empty record is stored. An empty
     * record is unreadable, so no request continues the upload. Ending an upload to free space therefore needs no space
     * itself.
     *
     * @param replaced the version to replace. Empty if there must be no record
     * @throws ConditionFailedException if the record has been changed
     */
    public ObjectVersion end(SessionRecord last, Optional<ObjectVersion> replaced) throws IOException {
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
