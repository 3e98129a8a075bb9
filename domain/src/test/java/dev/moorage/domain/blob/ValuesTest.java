package dev.moorage.domain.blob;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.upload.ChunkRange;
import dev.moorage.domain.upload.UploadId;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class ValuesTest {
    @Test
    void chunkRangesAreReadInBothForms() {
        for (String text : new String[] {"5-9", "bytes 5-9/*", "bytes 5-9/100", " 5-9 "}) {
            assertThat(ChunkRange.tryParse(text)).as(text).contains(new ChunkRange(5, 9));
        }
        assertThat(new ChunkRange(5, 9).length()).isEqualTo(5);
        for (String text : new String[] {
            "",
            "-",
            "5",
            "5-",
            "-9",
            "9-5",
            "a-b",
            "5-9-",
            "bytes 5-9",
            "bytes=5-9",
            "bytes 5-9/x",
            "+5-9",
            "1000000000000000000-1000000000000000001",
            "0x5-9"
        }) {
            assertThat(ChunkRange.tryParse(text)).as(text).isEmpty();
        }
    }

    @Test
    void byteRangesAreClippedToWhatThereIs() {
        assertThat(new ByteRange(2, 5).lengthWithin(10)).isEqualTo(5);
        assertThat(new ByteRange(8, 5).lengthWithin(10)).isEqualTo(2);
        assertThat(new ByteRange(10, 5).lengthWithin(10)).isZero();
        assertThat(ByteRange.from(3).lengthWithin(10)).isEqualTo(7);
        assertThat(ByteRange.WHOLE.lengthWithin(0)).isZero();
    }

    @Test
    void digestsAreExact() {
        String hex = "0123456789abcdef".repeat(4);
        assertThat(Digest.tryParse("sha256:" + hex).orElseThrow()).hasToString("sha256:" + hex);
        assertThat(Digest.tryParse("sha512:" + hex + hex)).isPresent();
        assertThat(Digest.tryParse("sha384:" + hex + hex.substring(32))).isPresent();
        for (String text : new String[] {
            "",
            ":",
            "sha256",
            "sha256:",
            "sha256:" + hex.substring(1),
            "sha256:" + hex + "0",
            "sha512:" + hex,
            "SHA256:" + hex,
            "sha256:" + hex.toUpperCase(Locale.ROOT),
            "sha256:" + hex.replace('0', 'g')
        }) {
            assertThat(Digest.tryParse(text)).as(text).isEmpty();
        }
    }

    @Test
    void uploadIdsAreCanonical() {
        String id = "01234567-89ab-cdef-0123-456789abcdef";
        assertThat(UploadId.tryParse(id).orElseThrow()).hasToString(id);
        for (String text : new String[] {"", id + "0", id.replace('-', '0'), id.replace('a', 'A'), "1-1-1-1-1"}) {
            assertThat(UploadId.tryParse(text)).as(text).isEmpty();
        }
    }

    @Test
    void mediaTypesLeaveTheirParametersBehind() {
        for (String text : new String[] {"a/b; charset=utf-8", "a/b;", " a/b ;x=\"y;z\""}) {
            assertThat(MediaType.tryParse(text)).as(text).contains(new MediaType("a/b"));
        }
        for (String text : new String[] {"", ";", " ", "; charset=utf-8", "a/b\u0000", "a/\u00fc"}) {
            assertThat(MediaType.tryParse(text)).as(text).isEmpty();
        }
    }

    @Test
    void aMediaTypeIsWhatCanStandInAHeader() {
        for (String text : new String[] {"a/b", "plain", "a/b/c", "a/", "text/plain; charset=utf-8", "x".repeat(255)}) {
            assertThat(MediaType.of(text)).as(text).contains(new MediaType(text));
        }
        for (String text : new String[] {"", " a/b", "a/b ", "a\r\nb", "a/b\t", "a/\u00fc", "x".repeat(256)}) {
            assertThat(MediaType.of(text)).as(text).isEmpty();
        }
    }

    @Test
    void mediaTypesAreTheSameInAnyLetterCase() {
        assertThat(new MediaType("a/b").is(new MediaType("A/B"))).isTrue();
        assertThat(new MediaType("a/b").is(new MediaType("a/c"))).isFalse();
    }
}
