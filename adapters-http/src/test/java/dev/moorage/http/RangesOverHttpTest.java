package dev.moorage.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.digest.DigestAlgorithm;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests the {@code Range} of a blob, where clients depend on the wording of RFC 9110, section 14. */
class RangesOverHttpTest {
    private static final byte[] CONTENT = "0123456789".getBytes(StandardCharsets.US_ASCII);
    private static final Digest BLOB = Digest.of(DigestAlgorithm.SHA256, CONTENT);

    private final RunningRegistry registry = new RunningRegistry();
    private final RawClient client = registry.client();

    RangesOverHttpTest() throws IOException {}

    @BeforeEach
    void push() throws IOException {
        assertThat(client.send("POST /v2/a/blobs/uploads/?digest=" + BLOB, CONTENT)
                        .status())
                .isEqualTo(201);
    }

    @AfterEach
    void stop() throws IOException {
        client.close();
        registry.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytes=2-4", "bytes=-3", "bytes=10-", "bytes=-0"})
    void headIsOfTheWholeBlobSinceRangesAreOfGetAlone(String range) throws IOException {
        RawClient.Answer answer = client.send("HEAD /v2/a/blobs/" + BLOB, "Range: " + range);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Content-Length")).contains("10");
        assertThat(answer.header("Accept-Ranges")).contains("bytes");
        assertThat(answer.headers()).doesNotContainKey("content-range");
    }

    @ParameterizedTest
    @CsvSource({
        "bytes=3-9223372036854775807, 3456789",
        "bytes=3-9223372036854775808, 3456789",
        "bytes=3-999999999999999999999999999999, 3456789",
        "bytes=-9223372036854775808, 0123456789",
        "bytes=-999999999999999999999999999999, 0123456789",
        "bytes=00000000000000000000000000003-00000000000000000000000000004, 34"
    })
    void numbersOfAnyLengthAreNumbersAndTheEndIsTheBlobs(String range, String part) throws IOException {
        RawClient.Answer answer = client.send("GET /v2/a/blobs/" + BLOB, "Range: " + range);
        assertThat(answer.status()).isEqualTo(206);
        assertThat(answer.text()).isEqualTo(part);
        assertThat(answer.header("Content-Range"))
                .contains("bytes %c-%c/10".formatted(part.charAt(0), part.charAt(part.length() - 1)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "bytes=9223372036854775807-",
                "bytes=9223372036854775808-",
                "bytes=999999999999999999999999999999-",
                "bytes=99999999999999999999-999999999999999999999999999999"
            })
    void aFirstByteBeyondTheEndIsOutOfRangeHoweverFar(String range) throws IOException {
        RawClient.Answer answer = client.send("GET /v2/a/blobs/" + BLOB, "Range: " + range);
        assertThat(answer.status()).isEqualTo(416);
        assertThat(answer.header("Content-Range")).contains("bytes */10");
    }
}
