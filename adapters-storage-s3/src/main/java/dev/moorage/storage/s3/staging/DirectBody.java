package dev.moorage.storage.s3.staging;

import dev.moorage.storage.s3.object.Completion;
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
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Staged bytes whose key is known from the start. They are sent as one multipart upload at that key. Every writer of the
 * area continues this upload, and completing it publishes the bytes, so nothing is copied. When a body ends with bytes that
 * are too few for a part, and that are not known to be the end of the object, the bytes are stored as a separate small
 * object (the tail). They become part of the next part.
 */
final class DirectBody implements StagedBody {
    private final StagingPlace place;
    private final Limits limits;
    private final ObjectKey target;
    private final OptionalLong expectedSize;
    private final List<UploadRef> abandoned;
    private final List<StagingState.Tail> tails;
    private Optional<MultipartWriter> writer;
    /** The bytes after the parts. The tail is valid only while the parts end at the offset where it starts. */
    private Optional<StagingState.Tail> tail;
    /** The bytes of the tail in memory, when this writer has put it. */
    private Optional<OutgoingPart> tailBytes = Optional.empty();

    private boolean ended;

    /**
     * Continues the upload that a state names.
     *
     * @param firstNumber the first part number that no fenced writer uses
     */
    DirectBody(StagingPlace place, StagingState state, ObjectKey target, OptionalLong expectedSize, int firstNumber) {
        this.place = place;
        this.limits = place.services().limits();
        this.target = target;
        this.expectedSize = expectedSize;
        this.abandoned = List.copyOf(state.abandoned());
        this.tails = new ArrayList<>(state.tails());
        this.tail = state.tail();
        this.writer = state.open().map(open -> place.resume(open.upload(), open.parts(), firstNumber));
    }

    private List<SentPart> parts() {
        return writer.map(MultipartWriter::sent).orElse(List.of());
    }

    private Optional<StagingState.Tail> currentTail() {
        long start = SentPart.total(parts());
        return tail.filter(after -> after.start() == start);
    }

    @Override
    public long size() {
        return SentPart.total(parts())
                + currentTail().map(after -> after.piece().length()).orElse(0L);
    }

    @Override
    public Optional<IOException> append(BodySource source) throws IOException {
        Optional<OutgoingPart> continued = takeTail();
        while (true) {
            OutgoingPart part = continued.orElseGet(() -> place.part(nextSize()));
            long before = continued.isPresent() ? part.size() : 0;
            continued = Optional.empty();
            boolean handedOn = false;
            try {
                OutgoingPart.Filled filled = part.fill(source);
                handedOn = true;
                if (filled.ended()) {
                    end(part, part.size() > before, filled.broken().isEmpty());
                    return filled.broken();
                }
                send(part, false);
            } catch (RequestFailedException e) {
                throw lost(e);
            } finally {
                if (!handedOn) {
                    part.close();
                }
            }
        }
    }

    /** Translates a failure: when the multipart upload is gone, another writer has published or aborted it. */
    private IOException lost(RequestFailedException e) {
        return e.isUploadGone() || e.isNotFound() ? new StagedBytesLostException(place.area(), e) : e;
    }

    private long nextSize() {
        return writer.map(MultipartWriter::nextSize).orElseGet(() -> limits.partSize(1));
    }

    /**
     * Returns the tail's bytes, so that the next part begins with them. They are read back when another writer has put them.
     */
    private Optional<OutgoingPart> takeTail() throws IOException {
        Optional<StagingState.Tail> current = currentTail();
        Optional<OutgoingPart> bytes = tailBytes;
        tailBytes = Optional.empty();
        if (current.isEmpty()
                || bytes.isPresent()
                        && bytes.get().size() == current.get().piece().length()) {
            return bytes;
        }
        bytes.ifPresent(OutgoingPart::close);
        OutgoingPart part =
                place.part(Math.max(nextSize(), current.get().piece().length() + 1));
        boolean whole = false;
        try (SegmentsContent content = place.read(List.of(current.get().piece()), ByteRange.WHOLE)) {
            part.fill(content);
            whole = true;
            return Optional.of(part);
        } finally {
            if (!whole) {
                part.close();
            }
        }
    }

    /**
     * Sends a part.
     *
     * @param last whether this is the last part, which may be small
     */
    private void send(OutgoingPart part, boolean last) throws IOException {
        boolean begun = false;
        try {
            if (ended || endsShort()) {
                // The stored parts end with one that none may follow, and no store returns the bytes of a part.
                throw new StagedBytesLostException(place.area());
            }
            if (writer.isPresent() && !writer.get().hasRoom()) {
                throw new IOException("the upload has more parts than the store allows, see storage.s3.chunksize");
            }
            if (writer.isEmpty()) {
                UploadRef upload = place.services()
                        .multipart()
                        .create(place.services().keys().of(target), Completion.metadata(place.area()), true);
                writer = Optional.of(place.resume(upload, List.of(), 1));
            }
            begun = true;
        } finally {
            if (!begun) {
                part.close();
            }
        }
        writer.get().send(part, false, false);
        ended = last;
    }

    private boolean endsShort() {
        return writer.filter(MultipartWriter::endsShort).isPresent();
    }

    /** Whether a part of this size is too small to be followed by another one. */
    private boolean isShort(long size) {
        return writer.map(open -> open.isShort(size))
                .orElse(size < (place.services().rules().exact() ? nextSize() : limits.smallestPart()));
    }

    /** Makes the last bytes of a body durable. */
    private void end(OutgoingPart part, boolean more, boolean whole) throws IOException {
        if (writer.isPresent()) {
            try {
                writer.get().await();
            } catch (IOException e) {
                part.close();
                throw e;
            }
        }
        boolean last = whole && expectedSize.orElse(-1) == SentPart.total(parts()) + part.size();
        boolean small = isShort(part.size());
        if (!small || last && part.size() > 0) {
            send(part, small);
            writer.get().await();
        } else if (part.size() == 0) {
            part.close();
        } else {
            tailBytes = Optional.of(part);
            if (more) {
                putTail(part);
            }
        }
    }

    private void putTail(OutgoingPart part) throws IOException {
        StagingState.Tail put = new StagingState.Tail(SentPart.total(parts()), place.put(part, true));
        tails.add(put);
        tail = Optional.of(put);
    }

    @Override
    public void truncate(long size) throws IOException {
        List<SentPart> parts = parts();
        int count = 0;
        long start = 0;
        while (count < parts.size() && start + parts.get(count).size() <= size) {
            start += parts.get(count).size();
            count++;
        }
        Optional<StagingState.Tail> after = start == size ? Optional.empty() : Optional.of(tailOf(start, size - start));
        int kept = count;
        writer.ifPresent(open -> open.keepFirst(kept));
        ended = false;
        tail = after;
        close();
    }

    private StagingState.Tail tailOf(long start, long length) throws IOException {
        for (StagingState.Tail known : tails) {
            if (known.start() == start && known.piece().length() >= length) {
                return new StagingState.Tail(start, known.piece().cut(length, true));
            }
        }
        throw new StagedBytesLostException(place.area());
    }

    @Override
    public StagingState state() {
        return new StagingState(
                Optional.of(target),
                place.used(),
                List.of(),
                writer.map(open -> new StagingState.OpenUpload(open.upload(), open.sent())),
                writer.map(MultipartWriter::nextNumber).orElse(1),
                tails,
                currentTail(),
                abandoned);
    }

    @Override
    public Optional<ObjectContent> read(ByteRange range) {
        return Optional.empty();
    }

    @Override
    public void seal() throws IOException {
        Optional<OutgoingPart> last = takeTail();
        if (last.isPresent()) {
            try {
                send(last.get(), true);
                writer.get().await();
            } catch (RequestFailedException e) {
                throw lost(e);
            }
        }
    }

    @Override
    public boolean accepts(ObjectKey other) {
        return other.equals(target);
    }

    @Override
    public Published publish(ObjectKey key) throws IOException {
        if (!accepts(key)) {
            throw new IllegalArgumentException("these bytes can become no other object than " + target);
        }
        Completion completion = place.services().completion();
        return writer.isEmpty()
                ? completion.empty(place.area(), target)
                : completion.complete(writer.get().upload(), parts(), place.area(), target);
    }

    @Override
    public List<UploadRef> unfinished() {
        List<UploadRef> all = new ArrayList<>(abandoned);
        writer.ifPresent(open -> all.add(open.upload()));
        return all;
    }

    @Override
    public void close() {
        tailBytes.ifPresent(OutgoingPart::close);
        tailBytes = Optional.empty();
    }
}
