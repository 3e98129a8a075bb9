package dev.moorage.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.digest.DigestAlgorithm;
import dev.moorage.domain.digest.Hasher;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code Range} of a blob, where clients rely on the letter of RFC 9110, section 14. */
class RangesOverHttpTest {
    private static final byte[] CONTENT = "0123456789".getBytes(StandardCharsets.US_ASCII);
    private static final Digest BLOB = Hasher.digest(DigestAlgorithm.SHA256, CONTENT);

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
}
