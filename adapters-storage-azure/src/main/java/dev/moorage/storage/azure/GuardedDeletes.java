package dev.moorage.storage.azure;

import com.azure.core.http.HttpPipeline;
import com.azure.core.http.HttpPipelineBuilder;
import com.azure.storage.blob.BlobContainerClient;
import dev.moorage.storage.azure.request.BlobHead;
import dev.moorage.storage.azure.request.BlobNames;
import dev.moorage.storage.azure.request.BlobRequests;
import dev.moorage.storage.azure.request.BlobRequests.Condition;
import dev.moorage.storage.spi.object.DeleteGuard;
import dev.moorage.storage.spi.object.DeleteOutcome;
import dev.moorage.storage.spi.object.ObjectKey;
import dev.moorage.storage.spi.object.ObjectVersion;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes objects while a guard has a version. One read of the guard gives its version and the service's time. Each delete has
 * a shared access signature that ends with the guard's time, so the service refuses it afterwards. It names the ETag of the
 * blob, and each write of a blob gives another one.
 */
final class GuardedDeletes {
    private static final Logger LOG = LoggerFactory.getLogger(GuardedDeletes.class);
    private static final int AT_A_TIME = 16;

    private final BlobRequests requests;
    private final BlobNames names;
    private final SignedDeletes signed;
    private final ExecutorService threads;
    private final Semaphore allowed = new Semaphore(AT_A_TIME);

    GuardedDeletes(
            BlobContainerClient container,
            BlobRequests requests,
            BlobNames names,
            Presigning.SasSigner signer,
            ExecutorService threads) {
        this.requests = requests;
        this.names = names;
        HttpPipeline once = new HttpPipelineBuilder()
                .httpClient(container.getHttpPipeline().getHttpClient())
                .build();
        this.signed = new SignedDeletes(container, signer, once);
        this.threads = threads;
    }

    /** Returns the outcome of each key. */
    Map<ObjectKey, DeleteOutcome> delete(DeleteGuard guard, Set<ObjectKey> keys) throws IOException {
        Optional<BlobHead> head = requests.head(names.name(guard.key())).filter(BlobHead::isWhole);
        if (!head.map(there -> new ObjectVersion(there.etag())).equals(Optional.of(guard.version()))) {
            return all(keys, DeleteOutcome.CHANGED);
        }
        if (!head.orElseThrow().answered().isBefore(guard.until())) {
            return all(keys, DeleteOutcome.TOO_LATE);
        }
        Map<ObjectKey, Future<DeleteOutcome>> running = new LinkedHashMap<>();
        for (ObjectKey key : keys) {
            running.put(key, threads.submit(() -> permitted(key, guard.until())));
        }
        Map<ObjectKey, DeleteOutcome> outcomes = new HashMap<>();
        for (Map.Entry<ObjectKey, Future<DeleteOutcome>> each : running.entrySet()) {
            outcomes.put(each.getKey(), outcome(each.getValue()));
        }
        return outcomes;
    }

    private static Map<ObjectKey, DeleteOutcome> all(Set<ObjectKey> keys, DeleteOutcome outcome) {
        return keys.stream().collect(Collectors.toMap(key -> key, _ -> outcome));
    }

    private static DeleteOutcome outcome(Future<DeleteOutcome> running) throws IOException {
        try {
            return running.get();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted during a delete");
        } catch (ExecutionException e) {
            throw new IOException("a delete was ended: " + e.getCause(), e);
        }
    }

    private DeleteOutcome permitted(ObjectKey key, Instant until) throws InterruptedException {
        allowed.acquire();
        try {
            return delete(key, until);
        } catch (IOException e) {
            LOG.atWarn()
                    .addKeyValue("key", key)
                    .addKeyValue("reason", e.getMessage())
                    .log("A delete had no answer");
            return DeleteOutcome.UNKNOWN;
        } finally {
            allowed.release();
        }
    }

    /** Deletes the blob, and then the blob that it refers to. Nothing else deletes that one. */
    private DeleteOutcome delete(ObjectKey key, Instant until) throws IOException {
        Optional<BlobHead> head = requests.head(names.name(key));
        if (head.isEmpty()) {
            return DeleteOutcome.DELETED;
        }
        DeleteOutcome outcome = signed.delete(names.name(key), head.get().etag(), until);
        if (outcome == DeleteOutcome.DELETED && head.get().reference().isPresent()) {
            requests.delete(head.get().reference().get(), Condition.NONE);
        }
        return outcome;
    }
}
