package dev.moorage.storage.s3.staging;

import dev.moorage.storage.s3.object.Segment;
import dev.moorage.storage.s3.object.SegmentsContent;
import dev.moorage.storage.s3.request.OutgoingPart;
import dev.moorage.storage.s3.request.RequestFailedException;
import dev.moorage.storage.s3.request.SentPart;
import dev.moorage.storage.s3.request.UploadRef;
import dev.moorage.storage.spi.io.PartBuffers;
import dev.moorage.storage.spi.object.ByteRange;
import dev.moorage.storage.spi.object.ObjectKey;
import dev.moorage.storage.spi.staging.StagedBytesLostException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;

/**
 * The staging prefix of one writer of an area. Its objects are written once, under names that no other writer can choose.
 */
final class StagingPlace {
    private final StagingServices with;
    private final ObjectKey area;
    private final long generation;
    private final String prefix;
    private int sequence;
    private boolean used;

    /**
     * Creates the place.
     *
     * @param used whether a writer is known to have written there before
     */
    StagingPlace(StagingServices services, ObjectKey area, long generation, boolean used) {
        this.with = services;
        this.area = area;
        this.generation = generation;
        this.prefix = services.keys().staging(area);
        this.used = used;
    }

    StagingServices services() {
        return with;
    }

    ObjectKey area() {
        return area;
    }

    String prefix() {
        return prefix;
    }

    /** Whether anything was ever written here. */
    boolean used() {
        return used;
    }

    /** Returns a segment's key in the bucket. */
    String key(String name) {
        return prefix + name;
    }

    /** Returns a new name for a segment. */
    String newName() {
        used = true;
        byte[] random = new byte[8];
        new SecureRandom().nextBytes(random);
        sequence++;
        return generation + "-" + sequence + "-" + HexFormat.of().formatHex(random);
    }

    /**
     * Creates an empty part.
     *
     * @param capacity in bytes
     */
    OutgoingPart part(long capacity) {
        PartBuffers buffers = with.parts();
        return OutgoingPart.of(buffers, with.bucket().checksums(), capacity);
    }

    /** Writes a segment with one request. */
    Segment put(OutgoingPart part, boolean piece) throws IOException {
        String name = newName();
        with.bucket().put(key(name), part.body(), part.checksum(), Map.of(), request -> {});
        return new Segment(name, part.size(), true, piece);
    }

    /** Begins a segment that is written in parts. */
    MultipartWriter write() throws IOException {
        String name = newName();
        return resume(with.multipart().create(key(name), Map.of(), true), List.of(), 1);
    }

    MultipartWriter resume(UploadRef upload, List<SentPart> sent, int nextNumber) {
        return new MultipartWriter(
                with.multipart(), with.transfers(), with.limits(), with.rules(), upload, sent, nextNumber);
    }

    /** Returns a range of the concatenated bytes of the segments. */
    SegmentsContent read(List<Segment> segments, ByteRange range) {
        return new SegmentsContent(with.bucket(), area, prefix, segments, range);
    }

    /**
     * Completes a multipart upload as a segment. When another writer has already completed it, it may have more parts than
     * are known here. The first parts are the same.
     *
     * @throws StagedBytesLostException when the upload was aborted
     */
    Segment complete(UploadRef upload, List<SentPart> parts, boolean piece) throws IOException {
        long length = SentPart.total(parts);
        String name = upload.key().substring(prefix.length());
        try {
            long stored = with.whole().complete(upload, parts);
            return new Segment(name, length, stored == length, piece);
        } catch (InterruptedIOException e) {
            throw e;
        } catch (IOException e) {
            Optional<HeadObjectResponse> object = with.bucket().head(upload.key());
            if (object.isPresent() && object.get().contentLength() >= length) {
                return new Segment(name, length, object.get().contentLength() == length, piece);
            }
            boolean gone = e instanceof RequestFailedException failed && (failed.isUploadGone() || failed.isNotFound());
            throw gone ? new StagedBytesLostException(area, e) : e;
        }
    }
}
