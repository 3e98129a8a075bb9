package dev.moorage.application.service.garbage.trash;

import dev.moorage.application.layout.RegistryKeys;
import dev.moorage.application.storage.ObjectWalk;
import dev.moorage.application.storage.ParallelWork;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.digest.DigestAlgorithm;
import dev.moorage.domain.garbage.TrashFormat;
import dev.moorage.domain.garbage.TrashRecord;
import dev.moorage.domain.garbage.Trashed;
import dev.moorage.domain.name.RepositoryName;
import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.object.ByteRange;
import dev.moorage.storage.spi.object.ConditionFailedException;
import dev.moorage.storage.spi.object.Durability;
import dev.moorage.storage.spi.object.ListOptions;
import dev.moorage.storage.spi.object.ObjectContent;
import dev.moorage.storage.spi.object.ObjectInfo;
import dev.moorage.storage.spi.object.ObjectKey;
import dev.moorage.storage.spi.object.ObjectPage;
import dev.moorage.storage.spi.object.ObjectVersion;
import dev.moorage.storage.spi.object.StorageFullException;
import dev.moorage.storage.spi.object.WriteCondition;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The trash: records of what has left repositories. What a record names keeps its bytes, as if the repository still had it. A
 * record is written before the links are deleted. Only the round or the request that has begun a record adds to it.
 */
public final class Trash {
    /** The greatest size of a record in bytes. One with the most content of the longest digests is a third of it. */
    private static final int MAX_BYTES = 1 << 20;

    private static final int MAX_PAGE = 1000;

    private static final Logger LOG = LoggerFactory.getLogger(Trash.class);

    private final StorageDriver storage;

    /** Creates the trash over a storage driver. */
    public Trash(StorageDriver storage) {
        this.storage = storage;
    }

    /**
     * A record as it was read.
     *
     * @param object when it was written, by the store's clock, and its version
     * @param record empty if it was cut off, or written by another version
     */
    public record Stored(ObjectInfo object, Optional<TrashRecord> record) {}

    /** Visits the records. */
    public interface Visitor {
        /**
         * Called for each record.
         *
         * @throws IOException ends the listing
         */
        void visit(Stored record) throws IOException;
    }

    /**
     * Writes a new record. When this method returns, it survives a power cut.
     *
     * @param number a random number, which no other record has
     * @return the version to replace it with one that names more
     */
    public ObjectVersion create(long number, TrashRecord record) throws IOException {
        return put(number, record, WriteCondition.IF_ABSENT);
    }

    /** Replaces a record with one that names more: {@link #create}. */
    public ObjectVersion replace(long number, TrashRecord record, ObjectVersion version) throws IOException {
        return put(number, record, WriteCondition.ifVersion(version));
    }

    /**
     * Writes what a client takes out of a repository, in records of {@link TrashRecord#MOST} things at most. The same content has the
     * same record again, which is then as new as its last removal. A store without room keeps nothing: the client may delete
     * to make room.
     */
    public void keepForClient(RepositoryName repository, List<Trashed> content) throws IOException {
        for (int from = 0; from < content.size(); from += TrashRecord.MOST) {
            List<Trashed> part = content.subList(from, Math.min(content.size(), from + TrashRecord.MOST));
            TrashRecord record = new TrashRecord(repository, TrashRecord.By.CLIENT, part);
            byte[] text = TrashFormat.format(record).getBytes(StandardCharsets.UTF_8);
            long number = Long.parseUnsignedLong(
                    Digest.of(DigestAlgorithm.CANONICAL, text).hex(), 0, 16, 16);
            try {
                put(number, record, WriteCondition.ANY);
            } catch (StorageFullException e) {
                LOG.atWarn()
                        .addKeyValue("repository", repository)
                        .setCause(e)
                        .log("The storage has no room for the trash: a deleted object cannot be put back");
            }
        }
    }

    private ObjectVersion put(long number, TrashRecord record, WriteCondition condition) throws IOException {
        return storage.put(
                RegistryKeys.trashRecord(record.repository(), number),
                TrashFormat.format(record).getBytes(StandardCharsets.UTF_8),
                condition,
                Durability.POWER_LOSS);
    }

    /** Reads the records of all repositories. A record that expires during the read is left out. */
    public void forEach(Visitor visitor) throws IOException {
        forEach(RegistryKeys.TRASH, visitor);
    }

    /** Reads the records of a repository. */
    public void forEach(RepositoryName repository, Visitor visitor) throws IOException {
        forEach(RegistryKeys.trash(repository), visitor);
    }

    private void forEach(ObjectKey prefix, Visitor visitor) throws IOException {
        ObjectWalk.recursive(storage, prefix).forEach(entry -> {
            Optional<Stored> stored = read(entry.key());
            if (stored.isPresent()) {
                visitor.visit(stored.get());
            }
        });
    }

    /** Visits records until it has enough. */
    public interface PageVisitor {
        /**
         * Called for each record.
         *
         * @return whether more records are wanted
         * @throws IOException ends the listing
         */
        boolean visit(Stored record) throws IOException;
    }

    /**
     * Reads records in the order of their keys, one after the other until the visitor has enough.
     *
     * @param prefix that of the trash, or of the records of a repository
     * @param after the key after which the records begin. Empty for the first one
     * @param most how many records are needed at most
     */
    public void forEachAfter(ObjectKey prefix, Optional<ObjectKey> after, long most, PageVisitor visitor)
            throws IOException {
        int page = (int) Math.min(MAX_PAGE, Math.max(1, most));
        new ObjectWalk(storage, prefix, ListOptions.recursive(page))
                .after(after.map(ObjectKey::value))
                .forEachPage(listed -> {
                    for (ObjectPage.Entry entry : listed.entries()) {
                        Optional<Stored> stored = read(entry.key());
                        if (stored.isPresent() && !visitor.visit(stored.get())) {
                            return false;
                        }
                    }
                    return true;
                });
    }

    /**
     * A page of records.
     *
     * @param next the text after which the next page begins. Empty on the last page
     */
    public record Page(List<Stored> records, Optional<String> next) {
        public Page {
            records = List.copyOf(records);
            Objects.requireNonNull(next);
        }
    }

    /**
     * Reads a page of records in the order of their keys. A record that expires during the read is left out.
     *
     * @param repository the repository whose records are read, or empty for all
     * @param after the {@code next} of an earlier page. Any other text is a position as well
     * @param limit the most records, 1 or more
     */
    public Page page(Optional<RepositoryName> repository, Optional<String> after, int limit) throws IOException {
        ObjectKey prefix = repository.map(RegistryKeys::trash).orElse(RegistryKeys.TRASH);
        String above = RegistryKeys.TRASH.value() + "/";
        List<ObjectKey> keys = new ArrayList<>();
        ObjectWalk.recursive(storage, prefix)
                .after(after.map(position -> above + position))
                .forEachPage(listed -> {
                    listed.entries().forEach(entry -> keys.add(entry.key()));
                    return keys.size() <= limit;
                });
        List<ObjectKey> first = keys.subList(0, Math.min(limit, keys.size()));
        Map<ObjectKey, Stored> read = new ConcurrentHashMap<>();
        ParallelWork.forEach(first, key -> read(key).ifPresent(stored -> read.put(key, stored)));
        return new Page(
                first.stream().filter(read::containsKey).map(read::get).toList(),
                keys.size() > limit
                        ? Optional.of(first.getLast().value().substring(above.length()))
                        : Optional.empty());
    }

    /** Reads the record with a key. Empty if there is none. */
    public Optional<Stored> read(ObjectKey key) throws IOException {
        Optional<ObjectContent> found = storage.open(key, ByteRange.WHOLE);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        try (ObjectContent content = found.get()) {
            if (content.info().size() > MAX_BYTES) {
                return Optional.of(new Stored(content.info(), Optional.empty()));
            }
            ByteBuffer bytes = ByteBuffer.allocate((int) content.info().size());
            while (bytes.hasRemaining() && content.read(bytes) >= 0) {
                // Reads until the end.
            }
            String text = new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8);
            // A record below another repository's prefix is none of this version.
            Optional<TrashRecord> record =
                    TrashFormat.parse(text).filter(parsed -> key.isBelow(RegistryKeys.trash(parsed.repository())));
            return Optional.of(new Stored(content.info(), record));
        }
    }

    /** Deletes a record. What it names is no longer kept. Returns false if it has been changed or was gone. */
    public boolean delete(Stored record) throws IOException {
        try {
            storage.delete(
                    record.object().key(),
                    WriteCondition.ifVersion(record.object().version()),
                    Durability.PROCESS_CRASH);
            return true;
        } catch (ConditionFailedException _) {
            return false;
        }
    }
}
