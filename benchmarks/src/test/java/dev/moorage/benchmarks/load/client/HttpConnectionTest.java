package dev.moorage.benchmarks.load.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

final class HttpConnectionTest {
    private static final Request GET = Request.of("GET", "/v2/");

    @Test
    void consecutiveAnswersAreToldApart() throws IOException {
        String answers = "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\none"
                + "HTTP/1.1 404 Not Found\r\nTransfer-Encoding: chunked\r\n\r\n2\r\ntw\r\n1\r\no\r\n0\r\n\r\n"
                + "HTTP/1.1 204 No Content\r\n\r\n"
                + "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";
        try (CannedServer server = new CannedServer(answers);
                HttpConnection connection = HttpConnection.openSmall(server.endpoint())) {
            assertThat(text(connection.send(GET).require(200))).isEqualTo("one");
            assertThat(text(connection.send(GET).require(404))).isEqualTo("two");
            assertThat(text(connection.send(GET).require(204))).isEmpty();
            assertThat(text(connection.send(GET).require(200))).isEmpty();
            assertThatThrownBy(() -> connection.send(GET)).isInstanceOf(EOFException.class);
        }
    }

    @Test
    void theAnswerToHeadHasNoBody() throws IOException {
        String answers =
                "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nHTTP/1.1 201 Created\r\nContent-Length: 0\r\n\r\n";
        try (CannedServer server = new CannedServer(answers);
                HttpConnection connection = HttpConnection.openSmall(server.endpoint())) {
            assertThat(connection
                            .send(Request.of("HEAD", "/"))
                            .require(200)
                            .head()
                            .contentLength())
                    .isEqualTo(1000);
            connection.send(GET).require(201);
        }
    }

    @Test
    void aBodyThatIsLongerThanTheBufferIsComparedToItsEnd() throws IOException {
        String body = "x".repeat(100_000);
        String answers = "HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n" + body;
        BodySink.Keeping kept = new BodySink.Keeping();
        try (CannedServer server = new CannedServer(answers);
                HttpConnection connection = HttpConnection.openSmall(server.endpoint())) {
            connection.receive(GET, kept);
        }
        assertThat(new String(kept.bytes(), StandardCharsets.ISO_8859_1)).isEqualTo(body);
    }

    @Test
    void aRefusalHasTheWordsOfTheServer() throws IOException {
        String answers = "HTTP/1.1 404 Not Found\r\nContent-Length: 12\r\n\r\nBLOB_UNKNOWN";
        try (CannedServer server = new CannedServer(answers);
                HttpConnection connection = HttpConnection.openSmall(server.endpoint())) {
            assertThatThrownBy(() -> connection.receive(GET, new BodySink.Keeping()))
                    .hasMessageContaining("404")
                    .hasMessageContaining("BLOB_UNKNOWN");
        }
    }

    @Test
    void aBodyInChunksIsSentAsItIsMeant() throws IOException {
        Content content = new Contents(1).make(100);
        try (CannedServer server = new CannedServer("HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n")) {
            try (HttpConnection connection = HttpConnection.openSmall(server.endpoint())) {
                connection.send(new Request("PATCH", "/u", "", new Body.Chunked(content, 60)));
            }
            assertThat(server.asked())
                    .startsWith("PATCH /u HTTP/1.1\r\nHost: ")
                    .contains("\r\nTransfer-Encoding: chunked\r\n\r\n3c\r\n")
                    .contains("\r\n18\r\n")
                    .contains("\r\n10\r\n")
                    .endsWith("\r\n0\r\n\r\n");
        }
    }

    @Test
    void aBodyOfKnownLengthHasThatLength() throws IOException {
        Content content = new Contents(1).make(3 << 20);
        try (CannedServer server = new CannedServer("HTTP/1.1 201 Created\r\nContent-Length: 0\r\n\r\n")) {
            try (HttpConnection connection = HttpConnection.openSmall(server.endpoint())) {
                connection.send(new Request("PUT", "/u", "", new Body.Sized(content, 10, (2 << 20) + 1)));
            }
            String asked = server.asked();
            assertThat(asked).contains("\r\nContent-Length: 2097153\r\n\r\n");
            assertThat(asked.length() - asked.indexOf("\r\n\r\n") - 4).isEqualTo(2_097_153);
        }
    }

    @Test
    void aBlobThatDiffersIsNotTakenForTheOneThatWasPushed() throws IOException {
        Content content = new Contents(1).make(16);
        String answers = "HTTP/1.1 200 OK\r\nContent-Length: 16\r\n\r\n" + "0".repeat(16);
        try (CannedServer server = new CannedServer(answers);
                RegistryClient client = RegistryClient.connect(server.endpoint())) {
            assertThatThrownBy(() -> client.pull("a", content)).hasMessageContaining("differs");
        }
    }

    @Test
    void aPushWithAnotherDigestThanWasMeantIsNotDone() throws IOException {
        Content content = new Contents(1).make(16);
        String answers = "HTTP/1.1 202 Accepted\r\nLocation: http://registry:5000/v2/a/blobs/uploads/1?_state=s\r\n"
                + "Content-Length: 0\r\n\r\n"
                + "HTTP/1.1 201 Created\r\nDocker-Content-Digest: sha256:0\r\nContent-Length: 0\r\n\r\n";
        try (CannedServer server = new CannedServer(answers)) {
            try (RegistryClient client = RegistryClient.connect(server.endpoint())) {
                assertThatThrownBy(() -> client.pushWhole("a", content)).hasMessageContaining("sha256:0");
            }
            assertThat(server.asked())
                    .contains("PUT /v2/a/blobs/uploads/1?_state=s&digest=" + content.digest() + " HTTP/1.1\r\n");
        }
    }

    @Test
    void credentialsAreSentWithEachRequest() throws IOException {
        String answers = "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\none".repeat(2);
        try (CannedServer server = new CannedServer(answers)) {
            try (HttpConnection connection =
                    HttpConnection.openSmall(server.endpoint().with("Bearer a-token"))) {
                assertThat(connection.text("/v2/")).isEqualTo("one");
                connection.send(new Request("PUT", "/u", "", new Body.None())).require(200);
            }
            assertThat(server.asked())
                    .containsPattern("GET /v2/ HTTP/1.1\r\nHost: [a-z0-9.:]+\r\nAuthorization: Bearer a-token\r\n")
                    .containsPattern("PUT /u HTTP/1.1\r\nHost: [a-z0-9.:]+\r\nAuthorization: Bearer a-token\r\n");
        }
    }

    private static String text(HttpAnswer answer) {
        return new String(answer.body(), StandardCharsets.ISO_8859_1);
    }
}
