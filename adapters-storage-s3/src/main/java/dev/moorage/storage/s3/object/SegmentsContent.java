package dev.moorage.storage.s3.object;

import dev.moorage.storage.s3.request.Bucket;
import dev.moorage.storage.s3.request.StreamContent;
import dev.moorage.storage.spi.object.ByteRange;
import dev.moorage.storage.spi.object.ChannelTransfer;
import dev.moorage.storage.spi.object.ObjectContent;
import dev.moorage.storage.spi.object.ObjectInfo;
import dev.moorage.storage.spi.object.ObjectKey;
import dev.moorage.storage.spi.object.ObjectVersion;
import dev.moorage.storage.spi.staging.StagedBytesLostException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** A range of the concatenated bytes of several segments. Each segment is opened when the reader reaches it. */
public final class SegmentsContent implements ObjectContent {
    private final Bucket bucket;
    private final ObjectInfo info;
    private final Deque<Slice> slices = new ArrayDeque<>();
    private Optional<StreamContent> current = Optional.empty();

    private record Slice(String key, ByteRange range) {}

    /**
     * Creates the content.
     *
     * @param prefix the prefix of the segments' names
     */
    public SegmentsContent(Bucket bucket, ObjectKey area, String prefix, List<Segment> segments, ByteRange range) {
        this(
                bucket,
                new ObjectInfo(area, Segment.total(segments), new ObjectVersion(""), Instant.EPOCH),
                prefix,
                segments,
                range);
    }

    public SegmentsContent(Bucket bucket, ObjectInfo info, String prefix, List<Segment> segments, ByteRange range) {
        this.bucket = bucket;
        this.info = info;
        long start = 0;
        long end = range.offset() + range.lengthWithin(info.size());
        for (Segment segment : segments) {
            long from = Math.max(range.offset(), start);
            long to = Math.min(end, start + segment.length());
            if (from < to) {
                slices.add(new Slice(prefix + segment.name(), new ByteRange(from - start, to - from)));
            }
            start += segment.length();
        }
    }

    @Override
    public ObjectInfo info() {
        return info;
    }

    @Override
    public int read(ByteBuffer destination) throws IOException {
        while (true) {
            if (current.isPresent()) {
                int count = current.get().read(destination);
                if (count >= 0) {
                    return count;
                }
                close();
            }
            if (slices.isEmpty()) {
                return -1;
            }
            current = Optional.of(open(slices.remove()));
        }
    }

    private StreamContent open(Slice slice) throws IOException {
        return bucket.get(slice.key(), slice.range())
                .map(stream -> new StreamContent(info, stream, slice.range().length()))
                .orElseThrow(() -> new StagedBytesLostException(info.key()));
    }

    @Override
    public Optional<ChannelTransfer> transfer() {
        return Optional.empty();
    }

    @Override
    public void close() {
        current.ifPresent(StreamContent::close);
        current = Optional.empty();
    }
}
