package dev.moorage.storage.s3.probe;

import dev.moorage.storage.s3.request.Answer;
import dev.moorage.storage.s3.request.Bucket;
import dev.moorage.storage.s3.request.EtagForm;
import dev.moorage.storage.s3.request.Retries;
import java.io.IOException;
import java.util.Map;

/**
 * Finds out which conditional writes a store evaluates, and in which form it expects an ETag. The probe sends requests whose
 * condition cannot hold. A store that does not implement the condition grants them, or refuses them for another reason.
 */
final class ConditionsProbe {
    /** An ETag that no object has. */
    private static final String OTHER = "\"00000000000000000000000000000000\"";

    private final Bucket bucket;
    private final Retries retries;

    ConditionsProbe(Bucket bucket, Retries retries) {
        this.bucket = bucket;
        this.retries = retries;
    }

    /** Whether the store evaluates conditions of puts, and the form of the ETag in them. */
    record Puts(boolean decided, EtagForm etags) {}

    /**
     * Probes conditional puts.
     *
     * @param key the key of an existing object
     * @param etag the object's ETag, empty when the store sends none
     */
    Puts puts(String key, String etag) throws IOException {
        boolean ifAbsent =
                !etag.isEmpty() && Answer.of(retries, () -> put(key, "*", "")).isConditionFailed();
        for (EtagForm form : EtagForm.values()) {
            if (ifAbsent
                    && Answer.of(retries, () -> put(key, "", form.of(OTHER))).isConditionFailed()
                    && Answer.of(retries, () -> put(key, "", form.of(etag))).isGranted()) {
                return new Puts(true, form);
            }
        }
        return new Puts(false, EtagForm.QUOTED);
    }

    private void put(String key, String ifNoneMatch, String ifMatch) throws IOException {
        bucket.put(key, StoreProbe.CONTENT, Map.of(), request -> {
            if (!ifNoneMatch.isEmpty()) {
                request.ifNoneMatch(ifNoneMatch);
            }
            if (!ifMatch.isEmpty()) {
                request.ifMatch(ifMatch);
            }
        });
    }

    /** Whether the store evaluates {@code If-Match} of a delete. When it does not, the object may be gone afterwards. */
    boolean deletes(String key, EtagForm form) throws IOException {
        return Answer.of(retries, () -> bucket.delete(key, request -> request.ifMatch(form.of(OTHER))))
                .isConditionFailed();
    }

    /** Probes a conditional copy onto an existing object. The condition is that there is none. */
    Answer copy(String source, String target) throws IOException {
        return Answer.of(retries, () -> bucket.copy(source, target, request -> request.ifNoneMatch("*")));
    }

    /** Whether the store implements CopyObject. */
    boolean copiesWithoutCondition(String source, String target) throws IOException {
        return Answer.of(retries, () -> bucket.copy(source, target, request -> {}))
                .isGranted();
    }
}
