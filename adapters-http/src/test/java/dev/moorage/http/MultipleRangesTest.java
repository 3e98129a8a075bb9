package dev.moorage.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moorage.domain.digest.Digest;
import dev.moorage.http.endpoint.RangeHeader;
import dev.moorage.storage.tck.Bodies;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests several ranges of one blob: {@code multipart/byteranges}, RFC 9110, sections 14.2, 14.6 and 15.3.7. */
class MultipleRangesTest extends ContentOverHttp {
    private RawClient.Answer get(Digest blob, String range) throws IOException {
        return client.send("GET /v2/a/blobs/" + blob, "Range: " + range);
    }

    /** Parses the parts of a response, each as {@code first-last=content}. */
    private static List<String> parts(RawClient.Answer answer) {
        assertThat(answer.status()).isEqualTo(206);
        assertThat(answer.headers()).doesNotContainKey("content-range");
        String type = answer.header("Content-Type").orElseThrow();
        assertThat(type).startsWith("multipart/byteranges; boundary=");
        String delimiter = "\r\n--" + type.substring(type.indexOf('=') + 1);
        String body = "\r\n" + new String(answer.body(), StandardCharsets.ISO_8859_1);
        String[] pieces = body.split(delimiter, -1);
        assertThat(pieces[0]).isEmpty();
        assertThat(pieces[pieces.length - 1]).isEqualTo("--\r\n");
        return Arrays.stream(pieces, 1, pieces.length - 1)
                .map(MultipleRangesTest::part)
                .toList();
    }

    private static String part(String piece) {
        String head = "\r\nContent-Type: application/octet-stream\r\nContent-Range: bytes ";
        assertThat(piece).startsWith(head);
        int end = piece.indexOf("\r\n\r\n");
        String range = piece.substring(head.length(), piece.indexOf('/', head.length() - 1));
        return range + "=" + piece.substring(end + 4);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "bytes=0-1,4-5|0-1=01 4-5=45",
                "Bytes=0-1, 4-5 ,8-|0-1=01 4-5=45 8-9=89",
                "bytes=8-,0-1|8-9=89 0-1=01",
                "bytes=0-0,-1|0-0=0 9-9=9",
                "bytes=0-1,20-30,4-5|0-1=01 4-5=45",
                "bytes=,0-1,,4-5,|0-1=01 4-5=45",
                "bytes=0-1,6-7,1-3|0-3=0123 6-7=67",
                "bytes=6-7,0-1,2-3|6-7=67 0-3=0123"
            })
    void eachRangeIsAPartAndRangesThatTouchAreOne(String range, String expected) throws IOException {
        assertThat(parts(get(BLOB, range))).containsExactly(expected.split(" "));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "bytes=0-1,20-30|0-1",
                "bytes=0-1,1-3|0-3",
                "bytes=2-3,0-1|0-3",
                "bytes=0-0,2-2,1-1|0-2",
                "bytes=0-5,3-,8-9|0-9",
                "BYTES=0-1,|0-1"
            })
    void oneRangeThatIsLeftIsAnsweredAsOne(String range, String expected) throws IOException {
        RawClient.Answer answer = get(BLOB, range);
        assertThat(answer.status()).isEqualTo(206);
        assertThat(answer.header("Content-Range")).contains("bytes " + expected + "/10");
        assertThat(answer.header("Content-Type")).contains("application/octet-stream");
        assertThat(answer.body())
                .isEqualTo(Arrays.copyOfRange(CONTENT, expected.charAt(0) - '0', expected.charAt(2) - '0' + 1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytes=20-30,40-50", "bytes=-0,10-", "bytes=10-,,"})
    void rangesOfWhichNoneIsThereAre416(String range) throws IOException {
        RawClient.Answer answer = get(BLOB, range);
        assertThat(answer.status()).isEqualTo(416);
        assertThat(answer.header("Content-Range")).contains("bytes */10");
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytes=0-1,x", "bytes=0-1,5-2", "bytes=,", "bytes=0-1;4-5", "bytes=0-1,4", "items=0-1,4-5"})
    void whatIsNoListOfRangesIsIgnored(String range) throws IOException {
        RawClient.Answer answer = get(BLOB, range);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo(CONTENT);
    }

    @Test
    void moreRangesThanAreServedAtOnceAreAnsweredWithTheWholeBlob() throws IOException {
        byte[] content = Bodies.random(7, 1000);
        Digest blob = client.push("a", content);
        assertThat(parts(get(blob, ranges(RangeHeader.MAX_RANGES)))).hasSize(RangeHeader.MAX_RANGES);
        registry.storage.reset();
        RawClient.Answer answer = get(blob, ranges(RangeHeader.MAX_RANGES + 1));
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo(content);
        assertThat(registry.storage.calls()).hasSizeLessThan(5);
    }

    private static String ranges(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> 2 * i + "-" + 2 * i)
                .collect(Collectors.joining(",", "bytes=", ""));
    }

    /**
     * Requests parts that are larger than every buffer, several times over one connection. Content-Length is right each
     * time.
     */
    @Test
    void largePartsAreByteForByteThoseOfTheBlob() throws IOException {
        long seed = Long.getLong("moorage.ranges.seed", new Random().nextLong());
        Random random = new Random(seed);
        byte[] content = Bodies.random(11, 3_000_000);
        Digest blob = client.push("a", content);
        for (int round = 0; round < 20; round++) {
            TreeSet<Integer> ends = new TreeSet<>();
            while (ends.size() < 8) {
                ends.add(random.nextInt(content.length));
            }
            List<Integer> bounds = new ArrayList<>(ends);
            StringBuilder header = new StringBuilder("bytes=");
            ByteArrayOutputStream expected = new ByteArrayOutputStream();
            for (int i = 0; i < bounds.size(); i += 2) {
                int first = bounds.get(i);
                int last = bounds.get(i + 1) - 1;
                if (last >= first) {
                    header.append(first).append('-').append(last).append(',');
                    expected.write(content, first, last - first + 1);
                }
            }
            List<String> parts = parts(get(blob, header.toString()));
            String joined = parts.stream()
                    .map(part -> part.substring(part.indexOf('=') + 1))
                    .collect(Collectors.joining());
            assertThat(joined.getBytes(StandardCharsets.ISO_8859_1))
                    .as("seed %d, round %d, %s", seed, round, header)
                    .isEqualTo(expected.toByteArray());
        }
    }

    @Test
    void ifRangeHoldsForSeveralRangesAsForOne() throws IOException {
        String several = "Range: bytes=0-1,4-5";
        assertThat(client.send("GET /v2/a/blobs/" + BLOB, several, "If-Range: \"" + BLOB + "\"")
                        .status())
                .isEqualTo(206);
        assertThat(client.send("GET /v2/a/blobs/" + BLOB, several, "If-Range: W/\"" + BLOB + "\"")
                        .status())
                .isEqualTo(200);
        assertThat(client.send("HEAD /v2/a/blobs/" + BLOB, several).header("Content-Length"))
                .contains("10");
    }
}
