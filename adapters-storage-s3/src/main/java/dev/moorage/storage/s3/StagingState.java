package dev.moorage.storage.s3;

import dev.moorage.storage.spi.ObjectKey;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What names the bytes of an upload, and what is to be tidied up after it.
 *
 * @param target the key that the bytes go straight to, and can go nowhere else
 * @param staged whether anything was ever written to the area's staging place
 * @param segments the first bytes
 * @param open the multipart upload that holds the bytes after the segments; of one that has a target, all but the tail
 * @param nextNumber the first part number that the writer has not used
 * @param tails of an upload that has a target, all the ends that it has had after some of its parts
 * @param tail which of them it has now
 * @param abandoned multipart uploads whose bytes do not count any more
 */
record StagingState(
        Optional<ObjectKey> target,
        boolean staged,
        List<Segment> segments,
        Optional<OpenUpload> open,
        int nextNumber,
        List<Tail> tails,
        Optional<Tail> tail,
        List<UploadRef> abandoned) {
    StagingState {
        Objects.requireNonNull(target);
        segments = List.copyOf(segments);
        tails = List.copyOf(tails);
        abandoned = List.copyOf(abandoned);
    }

    /** A multipart upload with the parts that count. */
    record OpenUpload(UploadRef upload, List<SentPart> parts) {
        OpenUpload {
            parts = List.copyOf(parts);
        }
    }

    /**
     * Bytes that are too few for a part.
     *
     * @param start how many bytes the parts before it have
     */
    record Tail(long start, Segment piece) {}

    /** An upload that nothing has come of yet. */
    static StagingState empty(Optional<ObjectKey> target, boolean staged) {
        return new StagingState(target, staged, List.of(), Optional.empty(), 1, List.of(), Optional.empty(), List.of());
    }
}
