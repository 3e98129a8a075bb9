package dev.moorage.storage.s3.probe;

import dev.moorage.storage.s3.request.Bucket;
import dev.moorage.storage.s3.request.SignedDeletes;
import dev.moorage.storage.s3.request.SignedDeletes.Reply;
import dev.moorage.storage.s3.request.StoreTime;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;

/**
 * Finds out whether a store refuses a signed delete after its time. The probe sends one whose time is over, after which the
 * object must be there, and one that is in time, after which it must be gone.
 */
final class ExpiryProbe {
    private static final Duration VALID = Duration.ofMinutes(1);
    private static final Duration LATE = Duration.ofMinutes(2);

    private final Bucket bucket;
    private final SignedDeletes signed;

    ExpiryProbe(Bucket bucket, SignedDeletes signed) {
        this.bucket = bucket;
        this.signed = signed;
    }

    /**
     * Whether deletes end in time.
     *
     * @param key an object of the probe, which is gone afterwards
     */
    boolean ends(String key) throws IOException {
        bucket.put(key, StoreProbe.CONTENT, Map.of(), request -> {});
        Optional<Instant> now =
                bucket.head(key).map(HeadObjectResponse::sdkHttpResponse).flatMap(StoreTime::of);
        if (now.isEmpty()) {
            return false;
        }
        Instant before = now.get().minus(LATE);
        boolean late = sent(key, before) == Reply.DELETED || bucket.head(key).isEmpty();
        return !late
                && sent(key, now.get()) == Reply.DELETED
                && bucket.head(key).isEmpty();
    }

    private Reply sent(String key, Instant from) throws IOException {
        Reply reply = bucket.delete(signed, key, from, from.plus(VALID));
        if (reply == Reply.FAILED) {
            throw new IOException("the store failed at a signed delete");
        }
        return reply;
    }
}
