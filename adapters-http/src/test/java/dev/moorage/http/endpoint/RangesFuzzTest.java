package dev.moorage.http.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.moorage.domain.blob.ByteRange;
import dev.moorage.domain.upload.ChunkRange;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Fuzzes {@code Range} and {@code Content-Range}: for any text, the parsed ranges lie inside the content. */
class RangesFuzzTest {
    /** The input is the size of the blob in eight bytes, and then the header. */
    @FuzzTest
    void ranges(byte[] data) {
        if (data.length < Long.BYTES) {
            return;
        }
        long size = ByteBuffer.wrap(data).getLong() & Long.MAX_VALUE;
        String header = new String(data, Long.BYTES, data.length - Long.BYTES, StandardCharsets.UTF_8);
        if (RangeHeader.parse(Optional.of(header), size) instanceof RangeHeader.Part(ByteRange range)) {
            assertThat(range.length()).isPositive();
            assertThat(range.offset()).isLessThanOrEqualTo(size - range.length());
            String printed = "bytes=" + range.offset() + "-" + (range.offset() + range.length() - 1);
            assertThat(RangeHeader.parse(Optional.of(printed), size)).isEqualTo(new RangeHeader.Part(range));
        }
        if (RangeHeader.parse(Optional.of(header), size) instanceof RangeHeader.Parts(List<ByteRange> ranges)) {
            assertThat(ranges).hasSizeBetween(2, RangeHeader.MAX_RANGES);
            long end = -1;
            for (ByteRange range : ranges.stream()
                    .sorted(Comparator.comparingLong(ByteRange::offset))
                    .toList()) {
                assertThat(range.length()).isPositive();
                assertThat(range.offset()).isGreaterThan(end).isLessThanOrEqualTo(size - range.length());
                end = range.offset() + range.length();
            }
        }
        ChunkRange.tryParse(header).ifPresent(chunk -> {
            assertThat(chunk.length()).isPositive();
            assertThat(ChunkRange.tryParse(chunk.first() + "-" + chunk.last())).contains(chunk);
            assertThat(ChunkRange.tryParse("bytes " + chunk.first() + "-" + chunk.last() + "/*"))
                    .contains(chunk);
        });
    }
}
