package dev.moorage.storage.s3;

import dev.moorage.storage.spi.ConditionFailedException;
import dev.moorage.storage.spi.ObjectKey;
import dev.moorage.storage.spi.Published;
import dev.moorage.storage.spi.StagedBytesLostException;
import dev.moorage.storage.spi.WriteCondition;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Makes a multipart upload the object of a key, unless one of the same size is there. Whatever the store answers, or does not,
 * the object decides: its size, and the upload that it says it comes from.
 */
final class Completion {
    private final MultipartRequests multipart;
    private final StoredObjects objects;
    private final ObjectWrites writes;
    private final Conditions conditions;
    private final Retries retries;

    Completion(
            MultipartRequests multipart,
            StoredObjects objects,
            ObjectWrites writes,
            Conditions conditions,
            Retries retries) {
        this.multipart = multipart;
        this.objects = objects;
        this.writes = writes;
        this.conditions = conditions;
        this.retries = retries;
    }

    /**
     * @param upload begun at the target, by {@link #metadata}
     */
    Published complete(UploadRef upload, List<SentPart> parts, ObjectKey area, ObjectKey target) throws IOException {
        if (!conditions.complete()) {
            Optional<Published> there = there(target, SentPart.total(parts), area);
            if (there.isPresent()) {
                multipart.abandon(upload);
                return there.get();
            }
        }
        return complete(upload, parts, area, target, conditions.complete());
    }

    private Published complete(
            UploadRef upload, List<SentPart> parts, ObjectKey area, ObjectKey target, boolean ifAbsent)
            throws IOException {
        long size = SentPart.total(parts);
        try {
            return send(upload, parts, ifAbsent);
        } catch (RequestFailedException e) {
            Optional<Published> there = there(target, size, area);
            if (there.isPresent()) {
                multipart.abandon(upload);
                return there.get();
            }
            if (ifAbsent && e.isConditionLost()) {
                // What was there is damaged, or has been deleted meanwhile.
                return complete(upload, parts, area, target, false);
            }
            throw e.isUploadGone() || e.isNotFound() ? new StagedBytesLostException(area, e) : e;
        } catch (InterruptedIOException e) {
            throw e;
        } catch (IOException e) {
            return there(target, size, area).orElseThrow(() -> e);
        }
    }

    private Published send(UploadRef upload, List<SentPart> parts, boolean ifAbsent) throws IOException {
        return retries.onConflict(() -> {
            multipart.complete(upload, parts, request -> {
                if (ifAbsent) {
                    request.ifNoneMatch("*");
                }
            });
            return Published.CREATED;
        });
    }

    /** Whether an object of that size is there, and whose it is. */
    Optional<Published> there(ObjectKey target, long size, ObjectKey area) throws IOException {
        return objects.stat(target)
                .filter(stored -> stored.info().size() == size)
                .map(stored -> area.value().equals(stored.metadata().get(Metadata.UPLOAD))
                        ? Published.CREATED
                        : Published.ALREADY_THERE);
    }

    /** Makes an object of no bytes. */
    Published empty(ObjectKey area, ObjectKey target) throws IOException {
        try {
            writes.put(target, new byte[0], metadata(area), WriteCondition.IF_ABSENT);
            return Published.CREATED;
        } catch (ConditionFailedException _) {
            Optional<Published> there = there(target, 0, area);
            if (there.isEmpty()) {
                writes.put(target, new byte[0], metadata(area), WriteCondition.ANY);
            }
            return there.orElse(Published.CREATED);
        }
    }

    /** What the object says of the upload that it comes from. */
    static Map<String, String> metadata(ObjectKey area) {
        return Map.of(Metadata.UPLOAD, area.value());
    }
}
