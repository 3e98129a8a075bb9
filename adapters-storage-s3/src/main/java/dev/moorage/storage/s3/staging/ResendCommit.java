package dev.moorage.storage.s3.staging;

import dev.moorage.storage.s3.object.Completion;
import dev.moorage.storage.s3.object.Segment;
import dev.moorage.storage.s3.object.SegmentsContent;
import dev.moorage.storage.s3.request.Keys;
import dev.moorage.storage.s3.request.MultipartRequests;
import dev.moorage.storage.s3.request.OutgoingPart;
import dev.moorage.storage.s3.request.SentPart;
import dev.moorage.storage.s3.request.UploadRef;
import dev.moorage.storage.spi.object.ByteRange;
import dev.moorage.storage.spi.object.ObjectKey;
import dev.moorage.storage.spi.staging.BodySource;
import dev.moorage.storage.spi.staging.Published;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * Reads the segments and sends them to the target in parts of one size. It serves stores that implement no copies, or that
 * cannot copy parts of the sizes that they require.
 */
final class ResendCommit implements Commit {
    private final Keys keys;
    private final Completion completion;

    ResendCommit(Keys keys, Completion completion) {
        this.keys = keys;
        this.completion = completion;
    }

    @Override
    public Published publish(StagingPlace place, List<Segment> segments, ObjectKey target) throws IOException {
        long size = Segment.total(segments);
        if (size == 0) {
            return completion.empty(place.area(), target);
        }
        Optional<Published> there = completion.there(target, size, place.area());
        if (there.isPresent()) {
            return there.get();
        }
        MultipartRequests multipart = place.services().multipart();
        UploadRef upload = multipart.create(keys.of(target), Completion.metadata(place.area()), true);
        boolean completed = false;
        try {
            List<SentPart> parts = resend(place, segments, upload, size);
            Published published = completion.complete(upload, parts, place.area(), target);
            completed = true;
            return published;
        } finally {
            if (!completed) {
                multipart.abandon(upload);
            }
        }
    }

    private static List<SentPart> resend(StagingPlace place, List<Segment> segments, UploadRef upload, long size)
            throws IOException {
        long partSize = place.services().limits().forBody(size).partSize(1);
        MultipartWriter writer = place.resume(upload, List.of(), 1);
        try (SegmentsContent content = place.read(segments, ByteRange.WHOLE)) {
            for (long left = size; left > 0; left -= partSize) {
                writer.send(read(place, content, Math.min(partSize, left)), false, false);
            }
        } finally {
            writer.await();
        }
        return writer.sent();
    }

    private static OutgoingPart read(StagingPlace place, SegmentsContent content, long size) throws IOException {
        OutgoingPart part = place.part(size);
        boolean whole = false;
        try {
            Optional<IOException> broken =
                    part.fill(BodySource.of(content::read)).broken();
            if (broken.isPresent()) {
                throw broken.get();
            }
            whole = true;
            return part;
        } finally {
            if (!whole) {
                part.close();
            }
        }
    }
}
