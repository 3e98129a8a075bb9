package dev.moorage.storage.s3;

import dev.moorage.storage.s3.object.StoredObjects;
import dev.moorage.storage.s3.object.WholeObjects;
import dev.moorage.storage.s3.request.Keys;
import dev.moorage.storage.s3.request.S3Exceptions;
import dev.moorage.storage.spi.object.ObjectKey;
import dev.moorage.storage.spi.object.PresignRequest;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/** Creates URLs from which clients read objects directly from the store. */
final class Presigning {
    private final S3Presigner presigner;
    private final String bucket;
    private final Keys keys;
    private final StoredObjects objects;
    private final WholeObjects whole;

    Presigning(S3Presigner presigner, String bucket, Keys keys, StoredObjects objects, WholeObjects whole) {
        this.presigner = presigner;
        this.bucket = bucket;
        this.keys = keys;
        this.objects = objects;
        this.whole = whole;
    }

    /** Returns a URL. Empty when no single object of the bucket holds the bytes. */
    Optional<URI> presign(PresignRequest request) throws IOException {
        Optional<String> key = whole(request.key());
        try {
            return key.map(found -> presign(found, request.validFor()));
        } catch (SdkException e) {
            throw S3Exceptions.translated("presigning", e);
        }
    }

    /**
     * Finds the stored object that holds all the bytes. A client cannot use the content of a reference, so the object is
     * checked first, unless it was a moment ago.
     */
    private Optional<String> whole(ObjectKey key) throws IOException {
        if (whole.has(key)) {
            return Optional.of(keys.of(key));
        }
        Optional<StoredObjects.Stored> stored = objects.stat(key);
        if (stored.isEmpty() || !stored.get().isReference()) {
            return stored.map(_ -> keys.of(key));
        }
        return objects.reference(key)
                .filter(reference -> reference.segments().size() == 1)
                .filter(reference -> reference.segments().getFirst().whole())
                .map(reference -> keys.staging(reference.area())
                        + reference.segments().getFirst().name());
    }

    private URI presign(String key, Duration validFor) {
        return URI.create(presigner
                .presignGetObject(request -> request.signatureDuration(validFor)
                        .getObjectRequest(get -> get.bucket(bucket).key(key)))
                .url()
                .toString());
    }

    void close() {
        presigner.close();
    }
}
