package dev.moorage.storage.s3.object;

import dev.moorage.storage.s3.request.Bucket;
import dev.moorage.storage.s3.request.Etags;
import dev.moorage.storage.s3.request.Keys;
import dev.moorage.storage.s3.request.Metadata;
import dev.moorage.storage.s3.request.RequestFailedException;
import dev.moorage.storage.s3.request.Retries;
import dev.moorage.storage.spi.driver.StripedLocks;
import dev.moorage.storage.spi.object.ConditionFailedException;
import dev.moorage.storage.spi.object.ObjectKey;
import dev.moorage.storage.spi.object.ObjectVersion;
import dev.moorage.storage.spi.object.WriteCondition;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;

/**
 * Writes and deletes objects under a condition. When the store evaluates the condition, it may refuse a retry whose first
 * attempt was applied but whose response was lost. The id in the object's metadata shows whether this process wrote it. When
 * the store does not evaluate the condition, this process does, and only its own threads are excluded.
 */
public final class ObjectWrites {
    private final Bucket bucket;
    private final Keys keys;
    private final StoredObjects objects;
    private final WholeObjects whole;
    private final Conditions conditions;
    private final StripedLocks locks;
    private final Retries retries;

    public ObjectWrites(
            Bucket bucket,
            Keys keys,
            StoredObjects objects,
            WholeObjects whole,
            Conditions conditions,
            StripedLocks locks,
            Retries retries) {
        this.bucket = bucket;
        this.keys = keys;
        this.objects = objects;
        this.whole = whole;
        this.conditions = conditions;
        this.locks = locks;
        this.retries = retries;
    }

    public ObjectVersion put(ObjectKey key, byte[] content, Map<String, String> metadata, WriteCondition condition)
            throws IOException {
        if (conditions.put() && conditions.delete()) {
            return sent(key, content, metadata, condition);
        }
        return locks.locked(key, () -> {
            if (conditions.put()) {
                return sent(key, content, metadata, condition);
            }
            require(key, condition);
            return send(key, content, metadata, Metadata.newWriteId(), request -> {});
        });
    }

    private ObjectVersion sent(ObjectKey key, byte[] content, Map<String, String> metadata, WriteCondition condition)
            throws IOException {
        return condition.equals(WriteCondition.ANY)
                ? send(key, content, metadata, Metadata.newWriteId(), request -> {})
                : decidedByStore(key, content, metadata, condition);
    }

    private ObjectVersion send(
            ObjectKey key,
            byte[] content,
            Map<String, String> metadata,
            String writeId,
            Consumer<PutObjectRequest.Builder> condition)
            throws IOException {
        Map<String, String> marked = new HashMap<>(metadata);
        marked.put(Metadata.WRITE, writeId);
        String etag = retries.onConflict(() -> bucket.put(keys.of(key), content, marked, condition));
        return etag.isEmpty() ? Etags.ofWrite(writeId) : new ObjectVersion(etag);
    }

    private ObjectVersion decidedByStore(
            ObjectKey key, byte[] content, Map<String, String> metadata, WriteCondition condition) throws IOException {
        String writeId = Metadata.newWriteId();
        try {
            return send(key, content, metadata, writeId, request -> condition(request, condition));
        } catch (RequestFailedException e) {
            boolean refused = e.isPreconditionFailed() && !e.isRepeated() || e.isNotFound();
            if (refused) {
                throw new ConditionFailedException(key);
            }
            Optional<StoredObjects.Stored> there = objects.stat(key);
            if (isWrittenBy(writeId, there)) {
                return there.orElseThrow().info().version();
            }
            boolean changed = e.isPreconditionFailed() || e.isConflict() && !holds(there, condition);
            throw changed ? new ConditionFailedException(key) : e;
        } catch (InterruptedIOException e) {
            throw e;
        } catch (IOException e) {
            Optional<StoredObjects.Stored> there = objects.stat(key);
            if (isWrittenBy(writeId, there)) {
                return there.orElseThrow().info().version();
            }
            throw e;
        }
    }

    private static boolean isWrittenBy(String writeId, Optional<StoredObjects.Stored> there) {
        return there.map(StoredObjects.Stored::metadata)
                .filter(metadata -> writeId.equals(metadata.get(Metadata.WRITE)))
                .isPresent();
    }

    private void condition(PutObjectRequest.Builder request, WriteCondition condition) {
        switch (condition) {
            case WriteCondition.Any _ -> {
                // No condition.
            }
            case WriteCondition.IfAbsent _ -> request.ifNoneMatch("*");
            case WriteCondition.IfVersion(ObjectVersion version) -> request.ifMatch(ifMatch(version));
        }
    }

    private String ifMatch(ObjectVersion version) {
        return conditions.etags().of(version.value());
    }

    private void require(ObjectKey key, WriteCondition condition) throws IOException {
        if (!condition.equals(WriteCondition.ANY) && !holds(objects.stat(key), condition)) {
            throw new ConditionFailedException(key);
        }
    }

    private static boolean holds(Optional<StoredObjects.Stored> there, WriteCondition condition) {
        return switch (condition) {
            case WriteCondition.Any _ -> true;
            case WriteCondition.IfAbsent _ -> there.isEmpty();
            case WriteCondition.IfVersion(ObjectVersion version) ->
                there.isPresent() && there.get().info().version().equals(version);
        };
    }

    /** Deletes an object, and then the segments that it refers to. An object that was seen to hold its bytes has none. */
    public void delete(ObjectKey key, WriteCondition condition) throws IOException {
        boolean alone = condition.equals(WriteCondition.ANY) && whole.has(key);
        try {
            if (alone) {
                deleteAlone(key, condition);
            } else {
                deleteReferring(key, condition);
            }
        } catch (RequestFailedException e) {
            if (!alone || !e.isNotFound()) {
                throw e;
            }
        } finally {
            whole.forget(key);
        }
    }

    private void deleteReferring(ObjectKey key, WriteCondition condition) throws IOException {
        Optional<StoredObjects.Stored> there = objects.stat(key);
        if (!holds(there, condition)) {
            throw new ConditionFailedException(key);
        }
        if (there.isEmpty()) {
            return;
        }
        Optional<Reference> reference = there.get().isReference() ? objects.reference(key) : Optional.empty();
        deleteAlone(key, condition);
        if (reference.isPresent()) {
            deleteReferred(reference.get());
        }
    }

    /** Deletes the segments of a reference that is gone. */
    void deleteReferred(Reference reference) throws IOException {
        String prefix = keys.staging(reference.area());
        bucket.deleteAll(reference.segments().stream()
                .map(segment -> prefix + segment.name())
                .toList());
        bucket.delete(keys.of(Keys.marker(reference.area())), request -> {});
    }

    /** Deletes an object, but not the segments that it refers to. */
    public void deleteAlone(ObjectKey key, WriteCondition condition) throws IOException {
        if (condition instanceof WriteCondition.IfVersion(ObjectVersion version) && conditions.delete()) {
            deleteDecidedByStore(key, version);
        } else {
            locks.locked(key, () -> {
                require(key, condition);
                bucket.delete(keys.of(key), request -> {});
                return true;
            });
        }
    }

    private void deleteDecidedByStore(ObjectKey key, ObjectVersion version) throws IOException {
        try {
            retries.onConflict(() -> {
                bucket.delete(keys.of(key), request -> request.ifMatch(ifMatch(version)));
                return true;
            });
        } catch (RequestFailedException e) {
            boolean doneBefore = e.isRepeated() && objects.stat(key).isEmpty();
            if (doneBefore) {
                return;
            }
            throw e.isPreconditionFailed() || e.isNotFound() || e.isConflict() ? new ConditionFailedException(key) : e;
        }
    }
}
