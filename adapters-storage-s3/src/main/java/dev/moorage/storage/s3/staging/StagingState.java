package dev.moorage.storage.s3.staging;

import dev.moorage.storage.s3.object.Segment;
import dev.moorage.storage.s3.request.SentPart;
import dev.moorage.storage.s3.request.UploadRef;
import dev.moorage.storage.spi.object.ObjectKey;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The state of an upload: it names the upload's bytes and what must be cleaned up after it.
 *
 * @param target the key to which the bytes are sent directly. They cannot become another object.
 * @param staged whether anything was ever written to the area's staging prefix
 * @param segments the first bytes
 * @param open the multipart upload with the bytes after the segments. With a target it has all bytes except the tail.
 * @param nextNumber the first part number that the writer has not used
 * @param tails with a target, all tails that were put so far, each after some of the parts
 * @param tail the current one of these tails
 * @param abandoned multipart uploads whose bytes are no longer valid
 */
public record StagingState(
        Optional<ObjectKey> target,
        boolean staged,
        List<Segment> segments,
        Optional<OpenUpload> open,
        int nextNumber,
        List<Tail> tails,
        Optional<Tail> tail,
        List<UploadRef> abandoned) {
    public StagingState {
        Objects.requireNonNull(target);
        segments = List.copyOf(segments);
        tails = List.copyOf(tails);
        abandoned = List.copyOf(abandoned);
    }

    /** A multipart upload with its valid parts. */
    public record OpenUpload(UploadRef upload, List<SentPart> parts) {
        public OpenUpload {
            parts = List.copyOf(parts);
        }
    }

    /**
     * Bytes that are too few for a part.
     *
     * @param start the offset of the tail, which is the total size of the parts before it in bytes
     */
    public record Tail(long start, Segment piece) {}

    /** Returns the state of an upload that has no bytes yet. */
    public static StagingState empty(Optional<ObjectKey> target, boolean staged) {
        return new StagingState(target, staged, List.of(), Optional.empty(), 1, List.of(), Optional.empty(), List.of());
    }
}
