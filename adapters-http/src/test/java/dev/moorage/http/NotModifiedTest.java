package dev.moorage.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.digest.DigestAlgorithm;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.MetaData;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests 304 responses for blobs and manifests: RFC 9110, sections 8.6 and 15.4.5. */
class NotModifiedTest {
    private static final String INDEX =
            "{\"schemaVersion\":2,\"mediaType\":\"application/vnd.oci.image.index.v1+json\",\"manifests\":[]}";
    private static final byte[] CONTENT = INDEX.getBytes(StandardCharsets.UTF_8);
    private static final Digest DIGEST = Digest.of(DigestAlgorithm.SHA256, CONTENT);

    private final RunningRegistry registry = new RunningRegistry();
    private final RawClient client = registry.client();

    NotModifiedTest() throws IOException {}

    @BeforeEach
    void push() throws IOException {
        assertThat(client.send("POST /v2/a/blobs/uploads/?digest=" + DIGEST, CONTENT)
                        .status())
                .isEqualTo(201);
        assertThat(client.send("PUT /v2/a/manifests/x", CONTENT).status()).isEqualTo(201);
    }

    @AfterEach
    void stop() throws IOException {
        client.close();
        registry.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET blobs", "HEAD blobs", "GET manifests", "HEAD manifests"})
    void saysWhatIsValidAndNothingOfALengthThatTheContentDoesNotHave(String request) throws IOException {
        String requestLine = request.replace(" ", " /v2/a/") + "/" + DIGEST;
        RawClient.Answer answer = client.send(requestLine, "If-None-Match: \"" + DIGEST + "\"");
        assertThat(answer.status()).isEqualTo(304);
        assertThat(answer.header("ETag")).contains("\"" + DIGEST + "\"");
        assertThat(answer.header("Docker-Content-Digest")).contains(DIGEST.toString());
        assertThat(answer.headers()).doesNotContainKeys("content-length", "transfer-encoding", "content-type");
        assertThat(client.send(requestLine).header("Content-Length"))
                .as("the connection goes on")
                .contains(Integer.toString(CONTENT.length));
    }

    @ParameterizedTest
    @ValueSource(strings = {"blobs", "manifests"})
    void overHttp2Too(String kind) throws IOException {
        try (RawHttp2Client http2 = new RawHttp2Client(registry.port())) {
            for (int stream = 1; stream <= 3; stream += 2) {
                http2.get(stream, "/v2/a/" + kind + "/" + DIGEST, "if-none-match", "\"" + DIGEST + "\"");
                MetaData.Response answer = http2.answer(stream);
                assertThat(answer.getStatus()).isEqualTo(304);
                assertThat(answer.getHttpFields().contains(HttpHeader.CONTENT_LENGTH))
                        .isFalse();
                assertThat(http2.body(stream)).isEmpty();
            }
        }
    }
}
