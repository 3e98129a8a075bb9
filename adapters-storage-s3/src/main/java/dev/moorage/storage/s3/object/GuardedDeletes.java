package dev.moorage.storage.s3.object;

import dev.moorage.storage.s3.request.Bucket;
import dev.moorage.storage.s3.request.Etags;
import dev.moorage.storage.s3.request.Keys;
import dev.moorage.storage.s3.request.ListingRequest;
import dev.moorage.storage.s3.request.SignedDeletes;
import dev.moorage.storage.s3.request.StoreTime;
import dev.moorage.storage.s3.request.Transfers;
import dev.moorage.storage.spi.object.DeleteGuard;
import dev.moorage.storage.spi.object.DeleteOutcome;
import dev.moorage.storage.spi.object.ObjectKey;
import dev.moorage.storage.spi.object.ObjectVersion;
import java.io.IOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;

/**
 * Deletes objects while a guard has a version. One read of the guard gives its version and the store's time. Each delete is
 * then signed up to the guard's end, so that the store refuses it afterwards. A plain delete is sent, without a version id: in
 * a versioned bucket, the removal of one version makes the version before it the object.
 */
public final class GuardedDeletes implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(GuardedDeletes.class);
    private static final int AT_A_TIME = 16;

    private final Bucket bucket;
    private final Keys keys;
    private final StoredObjects objects;
    private final ObjectWrites writes;
    private final SignedDeletes signed;
    private final Transfers transfers = new Transfers(AT_A_TIME);

    public GuardedDeletes(Bucket bucket, Keys keys, StoredObjects objects, ObjectWrites writes, SignedDeletes signed) {
        this.bucket = bucket;
        this.keys = keys;
        this.objects = objects;
        this.writes = writes;
        this.signed = signed;
    }

    /** Returns the outcome of each key. */
    public Map<ObjectKey, DeleteOutcome> delete(DeleteGuard guard, Set<ObjectKey> objectKeys) throws IOException {
        Optional<HeadObjectResponse> head = bucket.head(keys.of(guard.key()));
        if (!head.map(GuardedDeletes::version).equals(Optional.of(guard.version()))) {
            return all(objectKeys, _ -> DeleteOutcome.CHANGED);
        }
        Instant now = StoreTime.of(head.orElseThrow().sdkHttpResponse())
                .orElseThrow(() -> new IOException("the store's answer has no time"));
        if (!now.isBefore(guard.until())) {
            return all(objectKeys, _ -> DeleteOutcome.TOO_LATE);
        }
        boolean referring = isAnythingStaged();
        Map<ObjectKey, Future<DeleteOutcome>> running = new LinkedHashMap<>();
        for (ObjectKey key : objectKeys) {
            running.put(key, transfers.submit(() -> delete(key, now, guard.until(), referring)));
        }
        Map<ObjectKey, DeleteOutcome> outcomes = new HashMap<>();
        for (Map.Entry<ObjectKey, Future<DeleteOutcome>> each : running.entrySet()) {
            outcomes.put(each.getKey(), Transfers.result(each.getValue()));
        }
        return outcomes;
    }

    private static ObjectVersion version(HeadObjectResponse head) {
        return Etags.version(head.eTag(), head.metadata(), head.lastModified());
    }

    private static Map<ObjectKey, DeleteOutcome> all(
            Set<ObjectKey> objectKeys, Function<ObjectKey, DeleteOutcome> outcome) {
        return objectKeys.stream().collect(Collectors.toMap(key -> key, outcome));
    }

    /** Whether any object may be a reference. The segments of references stay where they were staged. */
    private boolean isAnythingStaged() throws IOException {
        return !bucket.list(new ListingRequest(keys.staging(), "", false, 1))
                .objects()
                .isEmpty();
    }

    private DeleteOutcome delete(ObjectKey key, Instant now, Instant until, boolean referring) {
        try {
            Optional<Reference> reference = referring ? reference(key) : Optional.empty();
            SignedDeletes.Reply reply = bucket.delete(signed, keys.of(key), now, until);
            if (reply == SignedDeletes.Reply.DELETED && reference.isPresent()) {
                writes.deleteReferred(reference.get());
            }
            return switch (reply) {
                case DELETED -> DeleteOutcome.DELETED;
                case EXPIRED -> DeleteOutcome.TOO_LATE;
                case REFUSED, FAILED -> DeleteOutcome.UNKNOWN;
            };
        } catch (IOException e) {
            LOG.atWarn()
                    .addKeyValue("key", key)
                    .addKeyValue("reason", e.getMessage())
                    .log("A delete had no answer");
            return DeleteOutcome.UNKNOWN;
        }
    }

    private Optional<Reference> reference(ObjectKey key) throws IOException {
        boolean refers =
                objects.stat(key).filter(StoredObjects.Stored::isReference).isPresent();
        return refers ? objects.reference(key) : Optional.empty();
    }

    /** Ends the requests that still run, and sends no more. */
    @Override
    public void close() {
        transfers.close();
        signed.close();
    }
}
