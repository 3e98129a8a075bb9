package dev.moorage.application.service.proxy.fetch;

import dev.moorage.application.layout.RegistryKeys;
import dev.moorage.application.storage.SmallObjects;
import dev.moorage.domain.digest.Digest;
import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.object.ConditionFailedException;
import dev.moorage.storage.spi.object.Durability;
import dev.moorage.storage.spi.object.ObjectVersion;
import dev.moorage.storage.spi.object.WriteCondition;
import java.io.IOException;
import java.util.Optional;

/**
 * Stores the records of fetches, and changes them only by compare-and-set. A record need not survive a power cut: without one the
 * fetch begins anew.
 */
final class FetchRecords {
    private static final int MAX_BYTES = 1 << 20;

    private final StorageDriver storage;
    private final SmallObjects objects;

    FetchRecords(StorageDriver storage) {
        this.storage = storage;
        this.objects = new SmallObjects(storage);
    }

    /** A record, and the version to give as the condition of a change. The record is empty if it cannot be read. */
    record Stored(Optional<FetchRecord> record, ObjectVersion version) {}

    /** Returns the stored record of a blob's fetch. The result is empty if there is none. */
    Optional<Stored> read(Digest digest) throws IOException {
        return objects.read(RegistryKeys.fetchSession(digest), MAX_BYTES)
                .map(found -> new Stored(FetchRecordFormat.decode(found.content()), found.version()));
    }

    /**
     * Stores a record in the place of a version, or as the first one.
     *
     * @throws ConditionFailedException if the record has been changed
     */
    ObjectVersion put(FetchRecord record, Optional<ObjectVersion> replaced) throws IOException {
        return storage.put(
                RegistryKeys.fetchSession(record.session().digest()),
                FetchRecordFormat.encode(record),
                replaced.map(WriteCondition::ifVersion).orElse(WriteCondition.IF_ABSENT),
                Durability.PROCESS_CRASH);
    }

    /**
     * Removes a version of a record.
     *
     * @throws ConditionFailedException if the record has been changed
     */
    void remove(Digest digest, ObjectVersion version) throws IOException {
        storage.delete(RegistryKeys.fetchSession(digest), WriteCondition.ifVersion(version), Durability.PROCESS_CRASH);
    }
}
