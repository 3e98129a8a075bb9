package dev.moorage.storage.s3.staging;

import dev.moorage.storage.s3.object.Completion;
import dev.moorage.storage.s3.object.Conditions;
import dev.moorage.storage.s3.object.Segment;
import dev.moorage.storage.s3.probe.StoreTraits;
import dev.moorage.storage.s3.request.Bucket;
import dev.moorage.storage.s3.request.Keys;
import dev.moorage.storage.s3.request.Limits;
import dev.moorage.storage.s3.request.MultipartRequests;
import dev.moorage.storage.s3.request.RequestFailedException;
import dev.moorage.storage.s3.request.Retries;
import dev.moorage.storage.s3.request.SentPart;
import dev.moorage.storage.s3.request.Transfers;
import dev.moorage.storage.s3.request.UploadRef;
import dev.moorage.storage.spi.object.ByteRange;
import dev.moorage.storage.spi.object.ObjectKey;
import dev.moorage.storage.spi.staging.Published;
import dev.moorage.storage.spi.staging.StagedBytesLostException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;

/** The store copies the segments to the target, so that any reader of the bucket finds an ordinary object there. */
public final class CopyCommit implements Commit {
    private final Bucket bucket;
    private final MultipartRequests multipart;
    private final Keys keys;
    private final Limits limits;
    private final Transfers transfers;
    private final StoreTraits traits;
    private final Conditions conditions;
    private final Completion completion;
    private final Commit resend;
    private final Retries retries;

    public CopyCommit(
            Bucket bucket,
            Keys keys,
            Limits limits,
            Transfers transfers,
            StoreTraits traits,
            Completion completion,
            Retries retries) {
        this.bucket = bucket;
        this.multipart = bucket.multipart();
        this.keys = keys;
        this.limits = limits;
        this.transfers = transfers;
        this.traits = traits;
        this.conditions = traits.conditions();
        this.completion = completion;
        this.resend = new ResendCommit(keys, completion);
        this.retries = retries;
    }

    private record Range(String source, ByteRange bytes) {}

    @Override
    public Published publish(StagingPlace place, List<Segment> segments, ObjectKey target) throws IOException {
        long size = Segment.total(segments);
        if (size == 0) {
            return completion.empty(place.area(), target);
        }
        boolean one = segments.size() == 1 && segments.getFirst().whole() && size <= limits.copyThreshold();
        if (one && traits.copies()) {
            return copy(place, segments.getFirst(), target);
        }
        // When all parts must have one size, only a single segment can be copied in parts, since one part is copied
        // from one
        // object.
        boolean inParts = traits.parts().copied() && (!traits.parts().equal() || segments.size() == 1);
        return inParts ? copyInParts(place, segments, target, size) : resend.publish(place, segments, target);
    }

    private Published copy(StagingPlace place, Segment segment, ObjectKey target) throws IOException {
        if (!conditions.copy()) {
            Optional<Published> there = completion.there(target, segment.length(), place.area());
            if (there.isPresent()) {
                return there.get();
            }
        }
        return copy(place, segment, target, conditions.copy());
    }

    private Published copy(StagingPlace place, Segment segment, ObjectKey target, boolean ifAbsent) throws IOException {
        try {
            return send(place.key(segment.name()), target, ifAbsent);
        } catch (RequestFailedException e) {
            if (e.isNotFound()) {
                throw new StagedBytesLostException(place.area(), e);
            }
            Optional<Published> there = completion.there(target, segment.length(), place.area());
            if (there.isPresent()) {
                return there.get();
            }
            if (ifAbsent && e.isConditionLost()) {
                // The existing object is damaged, or has been deleted since.
                return copy(place, segment, target, false);
            }
            throw e;
        } catch (InterruptedIOException e) {
            throw e;
        } catch (IOException e) {
            return completion.there(target, segment.length(), place.area()).orElseThrow(() -> e);
        }
    }

    private Published send(String source, ObjectKey target, boolean ifAbsent) throws IOException {
        return retries.onConflict(() -> {
            bucket.copy(source, keys.of(target), request -> {
                if (ifAbsent) {
                    request.ifNoneMatch("*");
                }
            });
            return Published.CREATED;
        });
    }

    private Published copyInParts(StagingPlace place, List<Segment> segments, ObjectKey target, long size)
            throws IOException {
        // This check saves the copies when another client has already pushed the same object.
        Optional<Published> there = completion.there(target, size, place.area());
        if (there.isPresent()) {
            return there.get();
        }
        UploadRef upload = multipart.create(keys.of(target), Completion.metadata(place.area()), false);
        boolean completed = false;
        try {
            List<SentPart> parts = copyAll(upload, ranges(place, segments, size));
            Published published = completion.complete(upload, parts, place.area(), target);
            completed = true;
            return published;
        } catch (RequestFailedException e) {
            throw e.isNotFound() ? new StagedBytesLostException(place.area(), e) : e;
        } finally {
            if (!completed) {
                multipart.abandon(upload);
            }
        }
    }

    /**
     * Divides the segments into ranges. Each is at least as large as a part must be, and there are no more ranges than a
     * store allows parts.
     */
    private List<Range> ranges(StagingPlace place, List<Segment> segments, long size) {
        long chunk = Math.max(limits.copyChunk(), limits.smallestPart());
        while (size / chunk + segments.size() > limits.mostParts()) {
            chunk *= 2;
        }
        List<Range> ranges = new ArrayList<>();
        for (Segment segment : segments) {
            long count = Math.max(1, segment.length() / chunk);
            // All ranges have the same size except the last, as some stores require.
            long step = (segment.length() + count - 1) / count;
            for (long from = 0; from < segment.length(); from += step) {
                long length = Math.min(step, segment.length() - from);
                ranges.add(new Range(place.key(segment.name()), new ByteRange(from, length)));
            }
        }
        return ranges;
    }

    private List<SentPart> copyAll(UploadRef upload, List<Range> ranges) throws IOException {
        Semaphore permits = new Semaphore(limits.copyConcurrency());
        AtomicBoolean failed = new AtomicBoolean();
        List<Future<SentPart>> running = new ArrayList<>();
        for (Range range : ranges) {
            Transfers.acquire(permits);
            int number = running.size() + 1;
            running.add(transfers.submit(() -> {
                try {
                    return multipart.copy(upload, number, range.source(), range.bytes());
                } catch (IOException e) {
                    failed.set(true);
                    throw e;
                } finally {
                    permits.release();
                }
            }));
            if (failed.get()) {
                break;
            }
        }
        return results(running);
    }

    /** Waits for all copies, even after a failure. A copy that ends after the abort would leave a part behind. */
    private static List<SentPart> results(List<Future<SentPart>> running) throws IOException {
        List<SentPart> parts = new ArrayList<>();
        Optional<IOException> failure = Optional.empty();
        for (Future<SentPart> part : running) {
            try {
                parts.add(Transfers.result(part));
            } catch (IOException e) {
                failure = failure.or(() -> Optional.of(e));
            }
        }
        if (failure.isPresent()) {
            throw failure.get();
        }
        return parts;
    }
}
