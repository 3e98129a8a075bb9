package dev.moorage.storage.s3;

import java.io.IOException;
import java.util.Map;

/**
 * Finds out which conditional writes of objects a store decides, and in which form it wants an ETag, by requests whose condition
 * cannot hold: a store that does not know the condition grants or refuses them for another reason.
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

    /** Whether puts are decided, and how the ETag goes with them. */
    record Puts(boolean decided, EtagForm etags) {}

    /**
     * @param key of an object
     * @param etag the object's, empty where the store sends none
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

    /** Whether {@code If-Match} of a delete is decided; where it is not, the object may be gone after it. */
    boolean deletes(String key, EtagForm form) throws IOException {
        return Answer.of(retries, () -> bucket.delete(key, request -> request.ifMatch(form.of(OTHER))))
                .isConditionFailed();
    }

    /** What the store answers to a copy onto an object, if there were none. */
    Answer copy(String source, String target) throws IOException {
        return Answer.of(retries, () -> bucket.copy(source, target, request -> request.ifNoneMatch("*")));
    }

    /** Whether the store copies objects at all. */
    boolean copiesWithoutCondition(String source, String target) throws IOException {
        return Answer.of(retries, () -> bucket.copy(source, target, request -> {}))
                .isGranted();
    }
}
