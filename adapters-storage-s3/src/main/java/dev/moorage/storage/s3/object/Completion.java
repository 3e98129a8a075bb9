package dev.moorage.storage.s3.object;

import dev.moorage.storage.s3.request.Metadata;
import dev.moorage.storage.s3.request.MultipartRequests;
import dev.moorage.storage.s3.request.RequestFailedException;
import dev.moorage.storage.s3.request.Retries;
import dev.moorage.storage.s3.request.SentPart;
import dev.moorage.storage.s3.request.UploadRef;
import dev.moorage.storage.spi.object.ConditionFailedException;
import dev.moorage.storage.spi.object.ObjectKey;
import dev.moorage.storage.spi.object.WriteCondition;
import dev.moorage.storage.spi.staging.Published;
import dev.moorage.storage.spi.staging.StagedBytesLostException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Completes a multipart upload as the object of a key, unless an object of the same size is there. When the store refuses or
 * does not respond, the object decides the result: its size is compared, and its metadata names the upload that it comes
 * from.
 */
public final class Completion {
    private final MultipartRequests multipart;
    private final StoredObjects objects;
    private final ObjectWrites writes;
    private final Conditions conditions;
    private final Retries retries;

    public Completion(
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
     * Completes an upload.
     *
     * @param upload an upload that was created at the target with {@link #metadata}
     */
    public Published complete(UploadRef upload, List<SentPart> parts, ObjectKey area, ObjectKey target)
            throws IOException {
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
                // The existing object is damaged, or has been deleted since.
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

    /** Looks for an object of the given size at the target, and reports whether this area's upload made it. */
    public Optional<Published> there(ObjectKey target, long size, ObjectKey area) throws IOException {
        return objects.stat(target)
                .filter(stored -> stored.info().size() == size)
                .map(stored -> area.value().equals(stored.metadata().get(Metadata.UPLOAD))
                        ? Published.CREATED
                        : Published.ALREADY_THERE);
    }

    /** Creates an empty object. */
    public Published empty(ObjectKey area, ObjectKey target) throws IOException {
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

    /** Returns the metadata that names the upload from which an object comes. */
    public static Map<String, String> metadata(ObjectKey area) {
        return Map.of(Metadata.UPLOAD, area.value());
    }
}
