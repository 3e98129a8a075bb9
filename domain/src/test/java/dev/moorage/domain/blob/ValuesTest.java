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
        assertThat(MediaType.tryParse("application/json; charset=utf-8")).contains(new MediaType("application/json"));
        for (String text : new String[] {"", "/", "a/", "/b", "a/b/c", "a b/c", "text"}) {
            assertThat(MediaType.tryParse(text)).as(text).isEmpty();
        }
    }

    @Test
    void mediaTypesOfDescriptorsKeepTheirParameters() {
        for (String text : new String[] {"a/b", "text/plain; charset=utf-8", "text/plain ;x=\"y;z\"", "a/b;"}) {
            assertThat(MediaType.tryParseWithParameters(text)).as(text).contains(new MediaType(text));
        }
        for (String text : new String[] {
            "",
            ";",
            "text;x=y",
            " a/b;x=y",
            "a/b ",
            "a/b c;x=y",
            "a/b;x=\r\ny",
            "a/b;x=\u00fc",
            "a/b;" + "x".repeat(252)
        }) {
            assertThat(MediaType.tryParseWithParameters(text)).as(text).isEmpty();
        }
    }
}
