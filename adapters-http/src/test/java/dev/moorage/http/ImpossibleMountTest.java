package dev.moorage.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.digest.DigestAlgorithm;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Tests that a mount which is not possible starts an upload, whatever the reason: OCI Distribution Specification 1.1,
 * section "Mounting a blob from another repository".
 */
class ImpossibleMountTest {
    private static final byte[] CONTENT = "0123456789".getBytes(StandardCharsets.US_ASCII);
    private static final String BLOB =
            Digest.of(DigestAlgorithm.SHA256, CONTENT).toString();

    private final RunningRegistry registry = new RunningRegistry();
    private final RawClient client = registry.client();

    ImpossibleMountTest() throws IOException {}

    @BeforeEach
    void push() throws IOException {
        assertThat(client.send("POST /v2/app/blobs/uploads/?digest=" + BLOB, CONTENT)
                        .status())
                .isEqualTo(201);
    }

    @AfterEach
    void stop() throws IOException {
        client.close();
        registry.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mount=blake3:abcd&from=app",
                "mount=blake3:abcd",
                "mount=sha256:abc&from=app",
                "mount=x&from=app",
                "mount=&from=app",
                "mount=DIGEST&from=App",
                "mount=DIGEST&from=a//b",
                "mount=DIGEST&from=../app",
                "mount=DIGEST&from=a%2F..%2Fapp",
                "from=App"
            })
    void startsAnUploadThatGoesThrough(String query) throws IOException {
        registry.storage.reset();
        RawClient.Answer started =
                client.send("POST /v2/b/blobs/uploads/?" + query.replace("DIGEST", BLOB), "Content-Length: 0");
        assertThat(started.status()).isEqualTo(202);
        assertThat(started.header("Range")).contains("0-0");
        assertThat(registry.storage.calls()).as("nothing is looked for").isEmpty();
        assertThat(client.send("HEAD /v2/b/blobs/" + BLOB).status()).isEqualTo(404);

        String location = started.header("Location").orElseThrow();
        assertThat(client.send("PUT " + location + "&digest=" + BLOB, CONTENT).status())
                .isEqualTo(201);
        assertThat(client.send("GET /v2/b/blobs/" + BLOB).body()).isEqualTo(CONTENT);
    }
}
