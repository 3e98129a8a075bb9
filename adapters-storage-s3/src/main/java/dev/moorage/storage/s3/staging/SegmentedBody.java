package dev.moorage.storage.s3.staging;

import dev.moorage.storage.s3.object.Segment;
import dev.moorage.storage.s3.object.SegmentsContent;
import dev.moorage.storage.s3.request.Limits;
import dev.moorage.storage.s3.request.OutgoingPart;
import dev.moorage.storage.s3.request.RequestFailedException;
import dev.moorage.storage.s3.request.SentPart;
import dev.moorage.storage.s3.request.UploadRef;
import dev.moorage.storage.spi.object.ByteRange;
import dev.moorage.storage.spi.object.ObjectContent;
import dev.moorage.storage.spi.object.ObjectKey;
import dev.moorage.storage.spi.staging.BodySource;
import dev.moorage.storage.spi.staging.Published;
import dev.moorage.storage.spi.staging.StagedBytesLostException;
import dev.moorage.storage.spi.staging.StagingFencedException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Staged bytes whose key is not known yet. They are stored as a sequence of objects, the segments. Bytes that are too few
 * for a part become a small segment, a piece. Pieces are merged with the bytes after them once there are enough bytes or too
 * many pieces. Larger bodies become a multipart upload. The writer that began it continues it, and any other writer
 * completes it.
 */
final class SegmentedBody implements StagedBody {
    private static final int MOST_PIECES = 128;

    private final StagingPlace place;
    private final Limits limits;
    private final List<Segment> segments;
    private final List<UploadRef> abandoned;

    /**
     * The upload of the bytes after the segments. Once it has a part, it also holds the bytes of the last {@link #replaced}
     * segments.
     */
    private Optional<MultipartWriter> writer;

    private boolean mine;
    private int replaced;
    /** The last bytes in memory, when they are too few for a part and this writer may continue. */
    private Optional<OutgoingPart> tail = Optional.empty();

    SegmentedBody(StagingPlace place, StagingState state) {
        this.place = place;
        this.limits = place.services().limits();
        this.segments = new ArrayList<>(state.segments());
        this.abandoned = new ArrayList<>(state.abandoned());
        this.writer = state.open().map(open -> place.resume(open.upload(), open.parts(), state.nextNumber()));
    }

    /** Returns the valid segments. Segments whose bytes are in a part of {@link #writer} are not among them. */
    private List<Segment> counted() {
        boolean superseded = writer.isPresent() && !writer.get().sent().isEmpty();
        return superseded ? segments.subList(0, segments.size() - replaced) : segments;
    }

    @Override
    public long size() {
        return Segment.total(counted())
                + writer.map(open -> SentPart.total(open.sent())).orElse(0L);
    }

    @Override
    public Optional<IOException> append(BodySource source) throws IOException {
        if (!mine || tail.isEmpty() && endsShort()) {
            settle();
        }
        while (true) {
            Optional<OutgoingPart> continued = tail;
            tail = Optional.empty();
            OutgoingPart part = continued.orElseGet(() -> place.part(nextSize()));
            long before = part.size();
            boolean handedOn = false;
            try {
                OutgoingPart.Filled filled = part.fill(source);
                handedOn = true;
                if (!filled.ended()) {
                    sendFull(part, continued.isPresent());
                } else {
                    if (part.size() == before && continued.isPresent()) {
                        tail = continued;
                        awaitWriter();
                    } else {
                        end(part, continued.isPresent());
                    }
                    return filled.broken();
                }
            } catch (RequestFailedException e) {
                throw e.isUploadGone() || e.isNotFound() ? gone(e) : e;
            } finally {
                if (!handedOn) {
                    part.close();
                }
            }
        }
    }

    /** Whether the last part is too small to be followed by another one. */
    private boolean endsShort() {
        return writer.filter(MultipartWriter::endsShort).isPresent();
    }

    private long nextSize() {
        return writer.map(MultipartWriter::nextSize).orElseGet(() -> limits.partSize(1));
    }

    /**
     * Explains why this writer's multipart upload is gone: another writer has taken over and completed it, or the store has
     * dropped it.
     */
    private IOException gone(RequestFailedException e) throws IOException {
        boolean completed = writer.isPresent()
                && place.services().bucket().head(writer.get().upload().key()).isPresent();
        return completed ? new StagingFencedException(place.area()) : new StagedBytesLostException(place.area(), e);
    }

    private void sendFull(OutgoingPart part, boolean continued) throws IOException {
        if (writer.isPresent()) {
            writer.get().send(part, continued, false);
        } else {
            OutgoingPart first = part;
            try {
                int kept = segments.size() - (continued ? 1 : 0);
                List<Segment> pieces = trailingPieces(kept);
                if (!pieces.isEmpty()) {
                    first = merged(pieces, part);
                }
                replaced = pieces.size() + (continued ? 1 : 0);
                writer = Optional.of(place.write());
                mine = true;
            } catch (IOException e) {
                first.close();
                throw e;
            }
            writer.get().send(first, false, false);
        }
        if (!writer.get().hasRoom()) {
            settle();
        }
    }

    /** Returns the pieces at the end of the first {@code count} segments. */
    private List<Segment> trailingPieces(int count) {
        int from = count;
        while (from > 0 && segments.get(from - 1).piece()) {
            from--;
        }
        return List.copyOf(segments.subList(from, count));
    }

    /** Returns one part with the bytes of the pieces and then those of {@code last}, which is closed. */
    private OutgoingPart merged(List<Segment> pieces, OutgoingPart last) throws IOException {
        OutgoingPart all = place.part(Math.max(1, Segment.total(pieces) + last.size()));
        boolean whole = false;
        try (last;
                SegmentsContent content = place.read(pieces, ByteRange.WHOLE)) {
            all.fill(content);
            all.fill(last);
            whole = true;
            return all;
        } finally {
            if (!whole) {
                all.close();
            }
        }
    }

    private void awaitWriter() throws IOException {
        if (writer.isPresent()) {
            writer.get().await();
        }
    }

    /** Makes the last bytes of a body durable. They also stay in memory when the next body may continue them. */
    private void end(OutgoingPart part, boolean continued) throws IOException {
        boolean keep = false;
        try {
            if (part.size() == 0) {
                awaitWriter();
            } else if (writer.isPresent()) {
                writer.get().send(part, continued, true);
                awaitWriter();
                keep = writer.get().isShort(part.size());
            } else {
                keep = putSegment(part, continued) && part.size() < limits.smallestPart();
            }
        } finally {
            if (keep) {
                tail = Optional.of(part);
            } else {
                part.close();
            }
        }
    }

    /** Stores the part as a segment, and returns whether it became a piece without being merged with others. */
    private boolean putSegment(OutgoingPart part, boolean continued) throws IOException {
        int kept = segments.size() - (continued ? 1 : 0);
        List<Segment> pieces = trailingPieces(kept);
        long total = Segment.total(pieces) + part.size();
        long whole = wholeAfter(kept - pieces.size());
        boolean merge = !pieces.isEmpty() && (total >= whole || pieces.size() >= MOST_PIECES);
        Segment added;
        if (merge) {
            try (OutgoingPart all = merged(pieces, part)) {
                added = place.put(all, total < whole);
            }
            kept -= pieces.size();
        } else {
            added = place.put(part, part.size() < whole);
        }
        segments.subList(kept, segments.size()).clear();
        segments.add(added);
        return !merge && added.piece();
    }

    private long wholeAfter(int count) {
        return limits.wholeSegment(Segment.total(segments.subList(0, count)));
    }

    /** Completes the multipart upload, whichever writer began it, so that its bytes are a segment. */
    private void settle() throws IOException {
        if (writer.isEmpty()) {
            return;
        }
        MultipartWriter open = writer.get();
        open.await();
        dropTail();
        if (open.sent().isEmpty()) {
            abandoned.add(open.upload());
        } else {
            List<Segment> before = List.copyOf(counted());
            long length = SentPart.total(open.sent());
            boolean piece = length < limits.wholeSegment(Segment.total(before));
            Segment segment = place.complete(open.upload(), open.sent(), piece);
            segments.clear();
            segments.addAll(before);
            segments.add(segment);
        }
        forgetWriter();
    }

    private void forgetWriter() {
        writer = Optional.empty();
        mine = false;
        replaced = 0;
    }

    private void dropTail() {
        tail.ifPresent(OutgoingPart::close);
        tail = Optional.empty();
    }

    @Override
    public void truncate(long size) throws IOException {
        settle();
        dropTail();
        long start = 0;
        for (int i = 0; i < segments.size(); i++) {
            Segment segment = segments.get(i);
            if (start + segment.length() >= size) {
                boolean piece = size - start < limits.wholeSegment(start);
                segments.set(i, segment.cut(size - start, piece));
                segments.subList(i + 1, segments.size()).clear();
                return;
            }
            start += segment.length();
        }
    }

    @Override
    public StagingState state() {
        return new StagingState(
                Optional.empty(),
                place.used(),
                counted(),
                writer.map(open -> new StagingState.OpenUpload(open.upload(), open.sent())),
                writer.map(MultipartWriter::nextNumber).orElse(1),
                List.of(),
                Optional.empty(),
                abandoned);
    }

    @Override
    public Optional<ObjectContent> read(ByteRange range) throws IOException {
        settle();
        return Optional.of(place.read(segments, range));
    }

    @Override
    public void seal() throws IOException {
        settle();
        dropTail();
        List<Segment> pieces = trailingPieces(segments.size());
        boolean tooSmall = pieces.stream()
                .limit(Math.max(0, pieces.size() - 1))
                .anyMatch(piece -> piece.length() < limits.smallestPart());
        if (tooSmall) {
            try (OutgoingPart all = merged(pieces, place.part(1))) {
                Segment segment = place.put(all, true);
                segments.subList(segments.size() - pieces.size(), segments.size())
                        .clear();
                segments.add(segment);
            }
        }
    }

    @Override
    public boolean accepts(ObjectKey target) {
        return true;
    }

    @Override
    public Published publish(ObjectKey target) throws IOException {
        return place.services().commit().publish(place, segments, target);
    }

    @Override
    public List<UploadRef> unfinished() {
        List<UploadRef> all = new ArrayList<>(abandoned);
        writer.ifPresent(open -> all.add(open.upload()));
        return all;
    }

    @Override
    public void close() {
        dropTail();
    }
}
