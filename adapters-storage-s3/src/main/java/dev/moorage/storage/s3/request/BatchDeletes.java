package dev.moorage.storage.s3.request;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.S3Error;

/** Deletes many objects with few requests, or one by one in a store that has no DeleteObjects. */
final class BatchDeletes {
    private static final Logger LOG = LoggerFactory.getLogger(BatchDeletes.class);

    private final Bucket bucket;
    /** Whether the store has refused DeleteObjects once. Then keys are deleted one by one. */
    private volatile boolean oneByOne;

    BatchDeletes(Bucket bucket) {
        this.bucket = bucket;
    }

    /** Deletes objects. Keys without an object are ignored. */
    void deleteAll(List<String> keys) throws IOException {
        for (int from = 0; from < keys.size(); from += Bucket.BATCH) {
            List<String> batch = keys.subList(from, Math.min(from + Bucket.BATCH, keys.size()));
            if (batch.size() == 1) {
                bucket.delete(batch.getFirst(), request -> {});
            } else {
                deleteBatch(batch);
            }
        }
    }

    private void deleteBatch(List<String> keys) throws IOException {
        if (oneByOne) {
            deleteEach(keys);
            return;
        }
        try {
            Optional<S3Error> failed = send(keys).stream()
                    .filter(error -> !"NoSuchKey".equals(error.code()))
                    .findFirst();
            if (failed.isPresent()) {
                throw new IOException("storage has not deleted all of " + keys.size() + " objects: "
                        + failed.get().code());
            }
        } catch (RequestFailedException e) {
            if (!e.isRequestUnknown()) {
                throw e;
            }
            LOG.info("The store does not support DeleteObjects: objects are deleted one by one");
            oneByOne = true;
            deleteEach(keys);
        }
    }

    private List<S3Error> send(List<String> keys) throws IOException {
        List<ObjectIdentifier> objects = keys.stream()
                .map(key -> ObjectIdentifier.builder().key(key).build())
                .toList();
        return bucket.send(
                        "DeleteObjects",
                        s3 -> s3.deleteObjects(request -> request.bucket(bucket.name())
                                .delete(delete -> delete.objects(objects).quiet(true))))
                .errors();
    }

    private void deleteEach(List<String> keys) throws IOException {
        for (String key : keys) {
            try {
                bucket.delete(key, request -> {});
            } catch (RequestFailedException e) {
                if (!e.isNotFound()) {
                    throw e;
                }
            }
        }
    }
}
