package dev.moorage.application.service.garbage;

import dev.moorage.application.storage.SmallObjects;
import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.object.ConditionFailedException;
import dev.moorage.storage.spi.object.Durability;
import dev.moorage.storage.spi.object.ObjectKey;
import dev.moorage.storage.spi.object.WriteCondition;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** The stored record of collections, which changes by compare-and-set. An absent one is empty. */
final class StoredRecord {
    private static final int MAX_BYTES = 4096;
    private static final int MAX_ATTEMPTS = 4;

    private final StorageDriver storage;
    private final ObjectKey key;

    StoredRecord(StorageDriver storage, ObjectKey key) {
        this.storage = storage;
        this.key = key;
    }

    /**
     * Changes the record. The change is made again of what another server has written at that moment.
     *
     * @return whether the record was changed. False if the change had nothing to change, or lost each time
     */
    boolean change(UnaryOperator<CollectionRecord> change) throws IOException {
        for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
            Optional<SmallObjects.Content> stored = stored();
            CollectionRecord before = record(stored);
            CollectionRecord next = change.apply(before);
            if (next.equals(before)) {
                return false;
            }
            WriteCondition unchanged =
                    stored.map(text -> WriteCondition.ifVersion(text.version())).orElse(WriteCondition.IF_ABSENT);
            try {
                storage.put(key, next.format().getBytes(StandardCharsets.UTF_8), unchanged, Durability.PROCESS_CRASH);
                return true;
            } catch (ConditionFailedException _) {
                // Another server was faster.
            }
        }
        return false;
    }

    /** Reads the record. */
    CollectionRecord read() throws IOException {
        return record(stored());
    }

    private Optional<SmallObjects.Content> stored() throws IOException {
        return new SmallObjects(storage).read(key, MAX_BYTES);
    }

    private static CollectionRecord record(Optional<SmallObjects.Content> stored) {
        return stored.map(text -> CollectionRecord.parse(new String(text.content(), StandardCharsets.UTF_8)))
                .orElse(CollectionRecord.EMPTY);
    }
}
