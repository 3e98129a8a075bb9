package dev.moorage.storage.azure;

import dev.moorage.storage.azure.BlobRequests.Condition;
import dev.moorage.storage.azure.BlobRequests.Download;
import dev.moorage.storage.spi.ByteRange;
import dev.moorage.storage.spi.ConditionFailedException;
import dev.moorage.storage.spi.ObjectContent;
import dev.moorage.storage.spi.ObjectInfo;
import dev.moorage.storage.spi.ObjectKey;
import dev.moorage.storage.spi.ObjectVersion;
import dev.moorage.storage.spi.WriteCondition;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Objects as blobs: of their own, or as a small blob that refers to a staged one. Both kinds are understood, whatever publishing
 * makes now.
 */
final class BlobObjects {
    private final BlobRequests requests;
    private final BlobNames names;

    BlobObjects(BlobRequests requests, BlobNames names) {
        this.requests = requests;
        this.names = names;
    }

    /** The blob under a key, where it is whole. */
    Optional<BlobHead> head(ObjectKey key) throws IOException {
        return requests.head(names.name(key)).filter(BlobHead::isWhole);
    }

    Optional<ObjectInfo> stat(ObjectKey key) throws IOException {
        return head(key).map(head -> info(key, head));
    }

    private static ObjectInfo info(ObjectKey key, BlobHead head) {
        return new ObjectInfo(key, head.objectSize(), new ObjectVersion(head.etag()), head.lastModified());
    }

    Optional<ObjectContent> open(ObjectKey key, ByteRange range) throws IOException {
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
        // The range begins behind the blob, and maybe not behind what the blob refers to.
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

    /** No bytes at all, of what is staged. */
    ObjectContent nothing(ObjectKey key, long size) {
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
            // Deleted meanwhile, reference first? Then there is nothing to read, else something is wrong.
            Optional<BlobHead> now = head(key);
            if (now.isEmpty() || !now.get().etag().equals(head.etag())) {
                return Optional.empty();
            }
        }
        throw new IOException("what " + key + " refers to is not what it was");
    }

    /** Bytes of a blob of one version, of which there are as many as are asked for. */
    ObjectContent part(ObjectKey key, String blob, String etag, long offset, long length) throws IOException {
        Download download = requests.get(blob, offset, length, Condition.match(etag));
        return content(blob, info(key, download.head()), download, new ByteRange(offset, length));
    }

    ObjectVersion put(ObjectKey key, byte[] content, WriteCondition condition) throws IOException {
        // Whoever writes under a condition signs, to know its own write from another's when an answer was lost.
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
     * Old versions of Distribution wrote append blobs, which no block blob can take the place of. Whoever comes between the delete
     * and the put has put a block blob, which can be replaced.
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

    /** Deletes the blob, and then what it refers to, which nothing else does. */
    void delete(ObjectKey key, WriteCondition condition) throws IOException {
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
            // A delete that was sent again finds nothing where the first one was done.
            if (!e.wasRepeated() || requests.head(names.name(key)).isPresent()) {
                throw new ConditionFailedException(key);
            }
        }
        if (head.get().reference().isPresent()) {
            requests.delete(head.get().reference().get(), Condition.NONE);
        }
    }
}
