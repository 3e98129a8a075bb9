package dev.moorage.storage.azure.object;

import dev.moorage.storage.azure.request.BlobHead;
import dev.moorage.storage.azure.request.BlobNames;
import dev.moorage.storage.azure.request.BlobRequests;
import dev.moorage.storage.azure.request.BlobRequests.Condition;
import dev.moorage.storage.azure.request.BlobRequests.Download;
import dev.moorage.storage.azure.request.RefusedException;
import dev.moorage.storage.spi.object.ByteRange;
import dev.moorage.storage.spi.object.ConditionFailedException;
import dev.moorage.storage.spi.object.ObjectContent;
import dev.moorage.storage.spi.object.ObjectInfo;
import dev.moorage.storage.spi.object.ObjectKey;
import dev.moorage.storage.spi.object.ObjectVersion;
import dev.moorage.storage.spi.object.WriteCondition;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Reads and writes objects. An object is either a blob that holds its bytes, or a small blob that refers to a staged one.
 * Both kinds are readable, whichever of them the configuration publishes.
 */
public final class BlobObjects {
    private final BlobRequests requests;
    private final BlobNames names;

    public BlobObjects(BlobRequests requests, BlobNames names) {
        this.requests = requests;
        this.names = names;
    }

    /** Returns the properties of a key's blob. Empty while the blob does not have its bytes. */
    public Optional<BlobHead> head(ObjectKey key) throws IOException {
        return requests.head(names.name(key)).filter(BlobHead::isWhole);
    }

    public Optional<ObjectInfo> stat(ObjectKey key) throws IOException {
        return head(key).map(head -> info(key, head));
    }

    private static ObjectInfo info(ObjectKey key, BlobHead head) {
        return new ObjectInfo(key, head.objectSize(), new ObjectVersion(head.etag()), head.lastModified());
    }

    public Optional<ObjectContent> open(ObjectKey key, ByteRange range) throws IOException {
        try {
            if (range.length() == 0) {
                return head(key).map(head -> nothing(key, head));
            }
            Download download = requests.get(names.name(key), range.offset(), range.length(), Condition.NONE);
            BlobHead head = download.head();
            if (head.isWhole() && head.reference().isEmpty()) {
                return Optional.of(content(names.name(key), info(key, head), download, range));
            }
            download.response().close();
            return head.isWhole() ? referred(key, head, range) : Optional.empty();
        } catch (RefusedException e) {
            if (e.isMissing()) {
                return Optional.empty();
            }
            if (!e.isUnsatisfiableRange()) {
                throw e;
            }
        }
        // The range begins behind the end of the blob, but perhaps not behind the end of the blob that it refers to.
        Optional<BlobHead> head = head(key);
        return head.isPresent() && head.get().reference().isPresent()
                ? referred(key, head.get(), range)
                : head.map(there -> nothing(key, there));
    }

    private ObjectContent content(String blob, ObjectInfo info, Download download, ByteRange range) {
        return new BlobContent(
                requests,
                blob,
                download.head().etag(),
                info,
                Optional.of(download),
                range.offset(),
                range.lengthWithin(download.head().size()));
    }

    private ObjectContent nothing(ObjectKey key, BlobHead head) {
        return nothing(info(key, head));
    }

    private ObjectContent nothing(ObjectInfo info) {
        String version = info.version().value();
        return new BlobContent(requests, names.name(info.key()), version, info, Optional.empty(), 0, 0);
    }

    /** Returns content without bytes, for a staged object. */
    public ObjectContent nothing(ObjectKey key, long size) {
        return nothing(new ObjectInfo(key, size, new ObjectVersion(""), Instant.EPOCH));
    }

    private Optional<ObjectContent> referred(ObjectKey key, BlobHead head, ByteRange range) throws IOException {
        ObjectInfo info = info(key, head);
        if (range.lengthWithin(info.size()) == 0) {
            return Optional.of(nothing(key, head));
        }
        String blob = head.reference().orElseThrow();
        try {
            Download download = requests.get(blob, range.offset(), range.length(), Condition.NONE);
            if (download.head().size() == info.size()) {
                return Optional.of(content(blob, info, download, range));
            }
            download.response().close();
        } catch (RefusedException e) {
            if (!e.isMissing()) {
                throw e;
            }
            // If the reference was deleted in the meantime, there is nothing to read. Otherwise the object is damaged.
            Optional<BlobHead> now = head(key);
            if (now.isEmpty() || !now.get().etag().equals(head.etag())) {
                return Optional.empty();
            }
        }
        throw new IOException("what " + key + " refers to is not what it was");
    }

    /** Returns a range of one version of a blob. All requested bytes must exist. */
    public ObjectContent part(ObjectKey key, String blob, String etag, long offset, long length) throws IOException {
        Download download = requests.get(blob, offset, length, Condition.match(etag));
        return content(blob, info(key, download.head()), download, new ByteRange(offset, length));
    }

    public ObjectVersion put(ObjectKey key, byte[] content, WriteCondition condition) throws IOException {
        // A conditional write has an id in its metadata. It shows whether this write was applied when its response was
        // lost.
        String write = UUID.randomUUID().toString();
        Map<String, String> metadata =
                condition instanceof WriteCondition.Any ? Map.of() : Map.of(BlobHead.WRITE, write);
        Condition must = condition(condition);
        String name = names.name(key);
        try {
            return new ObjectVersion(requests.putBlob(name, content, metadata, must));
        } catch (RefusedException e) {
            if (e.isOtherType() && !must.ifAbsent()) {
                return replaceOtherType(key, content, metadata, condition);
            }
            boolean lost =
                    e.isLostCondition() || e.isMissing() && must.ifMatch().isPresent();
            if (!lost) {
                throw e;
            }
            if (e.wasRepeated()) {
                Optional<BlobHead> mine = requests.head(name).filter(head -> head.wasWrittenBy(write));
                if (mine.isPresent()) {
                    return new ObjectVersion(mine.get().etag());
                }
            }
            throw new ConditionFailedException(key);
        }
    }

    /**
     * Replaces a blob of another type. Old versions of Distribution wrote append blobs, which cannot be overwritten with a
     * block blob, so the append blob is deleted first. A writer that comes between the delete and the put leaves a block
     * blob, which can be replaced.
     */
    private ObjectVersion replaceOtherType(
            ObjectKey key, byte[] content, Map<String, String> metadata, WriteCondition condition) throws IOException {
        try {
            requests.delete(names.name(key), condition(condition));
            return new ObjectVersion(requests.putBlob(names.name(key), content, metadata, Condition.ABSENT));
        } catch (RefusedException e) {
            if (!e.isLostCondition()) {
                throw e;
            }
            if (condition instanceof WriteCondition.Any) {
                return put(key, content, condition);
            }
            throw new ConditionFailedException(key);
        }
    }

    private static Condition condition(WriteCondition condition) {
        return switch (condition) {
            case WriteCondition.Any _ -> Condition.NONE;
            case WriteCondition.IfAbsent _ -> Condition.ABSENT;
            case WriteCondition.IfVersion(ObjectVersion version) -> Condition.match(version.value());
        };
    }

    /** Deletes the blob, and then the blob that it refers to. Nothing else deletes that one. */
    public void delete(ObjectKey key, WriteCondition condition) throws IOException {
        boolean any = condition instanceof WriteCondition.Any;
        Optional<BlobHead> head = requests.head(names.name(key));
        if (head.isEmpty() && any) {
            return;
        }
        Condition must = any ? Condition.unchanged(head) : condition(condition);
        try {
            boolean deleted = head.isPresent() && requests.delete(names.name(key), must);
            if (!deleted && !any) {
                throw new ConditionFailedException(key);
            }
        } catch (RefusedException e) {
            if (!e.isLostCondition()) {
                throw e;
            }
            if (any) {
                delete(key, condition);
                return;
            }
            // A retried delete finds no blob when its first attempt was applied.
            if (!e.wasRepeated() || requests.head(names.name(key)).isPresent()) {
                throw new ConditionFailedException(key);
            }
        }
        if (head.get().reference().isPresent()) {
            requests.delete(head.get().reference().get(), Condition.NONE);
        }
    }
}
