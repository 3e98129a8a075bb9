package dev.moorage.storage.s3.probe;

import dev.moorage.storage.s3.request.Answer;
import dev.moorage.storage.s3.request.Bucket;
import dev.moorage.storage.s3.request.MultipartRequests;
import dev.moorage.storage.s3.request.RequestFailedException;
import dev.moorage.storage.s3.request.Retries;
import dev.moorage.storage.s3.request.SentPart;
import dev.moorage.storage.s3.request.UploadRef;
import dev.moorage.storage.spi.object.ByteRange;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.core.sync.RequestBody;

/**
 * Finds out how a store completes multipart uploads. The probe uploads two parts, and its completion lists only the first
 * one. The key is that of an existing object.
 */
final class PartsProbe {
    private final Bucket bucket;
    private final MultipartRequests multipart;
    private final Retries retries;

    PartsProbe(Bucket bucket, Retries retries) {
        this.bucket = bucket;
        this.multipart = bucket.multipart();
        this.retries = retries;
    }

    /**
     * The result of the probe.
     *
     * @param conditional whether the store evaluates {@code If-None-Match} of a completion
     */
    record Found(boolean allListed, boolean copied, boolean conditional) {}

    /**
     * Runs the probe.
     *
     * @param key the key of an existing object, which the probe replaces
     */
    Found find(String key) throws IOException {
        UploadRef upload = multipart.create(key, Map.of(), true);
        boolean completed = false;
        try {
            SentPart first = send(upload, 1);
            boolean copied = Answer.of(retries, () -> copy(upload, key)).isGranted();
            if (!copied) {
                send(upload, 2);
            }
            Answer answer = Answer.of(retries, () -> complete(upload, first, true));
            boolean allListed = !answer.isGranted() && isRefusedForItsParts(upload, first);
            completed = !allListed;
            boolean conditional = answer.isConditionFailed();
            return new Found(allListed, copied, conditional || allListed && isConditional(key));
        } finally {
            if (!completed) {
                multipart.abandon(upload);
            }
        }
    }

    /**
     * Whether the store refuses the completion because of its parts. If it grants the completion, the upload is complete.
     */
    private boolean isRefusedForItsParts(UploadRef upload, SentPart first) throws IOException {
        try {
            complete(upload, first, false);
            return false;
        } catch (RequestFailedException e) {
            if (e.isInvalidPart()) {
                return true;
            }
            throw new IOException("storage did not complete an upload of one part: " + e.getMessage(), e);
        }
    }

    /** Probes the condition with a completion that lists every part, for stores that check the parts first. */
    private boolean isConditional(String key) throws IOException {
        UploadRef upload = multipart.create(key, Map.of(), true);
        boolean completed = false;
        try {
            SentPart all = send(upload, 1);
            Answer answer = Answer.of(retries, () -> complete(upload, all, true));
            completed = answer.isGranted();
            return answer.isConditionFailed();
        } finally {
            if (!completed) {
                multipart.abandon(upload);
            }
        }
    }

    private void copy(UploadRef upload, String key) throws IOException {
        multipart.copy(upload, 2, key, new ByteRange(0, StoreProbe.CONTENT.length));
    }

    private SentPart send(UploadRef upload, int number) throws IOException {
        return multipart.upload(
                upload,
                number,
                RequestBody.fromBytes(StoreProbe.CONTENT),
                StoreProbe.CONTENT.length,
                bucket.checksums().of(StoreProbe.CONTENT));
    }

    private void complete(UploadRef upload, SentPart only, boolean ifAbsent) throws IOException {
        multipart.complete(upload, List.of(only), request -> {
            if (ifAbsent) {
                request.ifNoneMatch("*");
            }
        });
    }
}
