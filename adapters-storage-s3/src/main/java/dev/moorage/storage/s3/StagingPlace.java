package dev.moorage.storage.s3;

import dev.moorage.storage.spi.ByteRange;
import dev.moorage.storage.spi.ObjectKey;
import dev.moorage.storage.spi.StagedBytesLostException;
import dev.moorage.storage.spi.io.PartBuffers;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;

/**
 * Where one writer keeps what it stages for an area: objects that are written once, under names that no other writer can
 * choose.
 */
final class StagingPlace {
    private final StagingServices with;
    private final ObjectKey area;
    private final long generation;
    private final String prefix;
    private int sequence;
    private boolean used;

    /**
     * @param used whether anybody has written there before, as far as is known
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

    /** A segment's key in the bucket. */
    String key(String name) {
        return prefix + name;
    }

    /** A name for a segment. */
    String newName() {
        used = true;
        byte[] random = new byte[8];
        new SecureRandom().nextBytes(random);
        sequence++;
        return generation + "-" + sequence + "-" + HexFormat.of().formatHex(random);
    }

    /** An empty part. */
    OutgoingPart part(long capacity) {
        PartBuffers buffers = with.parts();
        return OutgoingPart.of(buffers, with.bucket().checksums(), capacity);
    }

    /** Writes a segment at once. */
    Segment put(OutgoingPart part, boolean piece) throws IOException {
        String name = newName();
        with.bucket().put(key(name), part.body(), part.checksum(), Map.of(), request -> {});
        return new Segment(name, part.size(), true, piece);
    }

    /** Begins to write a segment in parts. */
    MultipartWriter write() throws IOException {
        String name = newName();
        return resume(with.multipart().create(key(name), Map.of(), true), List.of(), 1);
    }

    MultipartWriter resume(UploadRef upload, List<SentPart> sent, int nextNumber) {
        return new MultipartWriter(
                with.multipart(), with.transfers(), with.limits(), with.rules(), upload, sent, nextNumber);
    }

    /** The bytes of segments, one after another. */
    SegmentsContent read(List<Segment> segments, ByteRange range) {
        return new SegmentsContent(with.bucket(), area, prefix, segments, range);
    }

    /**
     * Makes a segment of a multipart upload. Where another writer has done so, it may have more parts than are known here; the
     * first ones are the same.
     *
     * @throws StagedBytesLostException when it was aborted
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
