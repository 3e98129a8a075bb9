package dev.moorage.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.moorage.storage.s3.client.S3Clients;
import dev.moorage.storage.s3.request.Bucket;
import dev.moorage.storage.s3.request.Checksums;
import dev.moorage.storage.s3.request.ListingForm;
import dev.moorage.storage.s3.request.ObjectSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.s3.S3Client;

/** The client library as the driver configures it, against a server with scripted responses. */
class S3ClientsTest {
    private final List<String> bodies = new CopyOnWriteArrayList<>();
    private final List<String> checksums = new CopyOnWriteArrayList<>();
    private HttpServer server;
    private volatile int refusals;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            bodies.add(new String(exchange.getRequestBody().readAllBytes()));
            checksums.add(exchange.getRequestHeaders().getFirst("Content-MD5") + " "
                    + exchange.getRequestHeaders().getFirst("x-amz-checksum-crc32c"));
            if (refusals > 0) {
                refusals--;
                byte[] error = "<Error><Code>SlowDown</Code></Error>".getBytes();
                exchange.sendResponseHeaders(503, error.length);
                exchange.getResponseBody().write(error);
            } else {
                exchange.getResponseHeaders().add("ETag", "\"1\"");
                exchange.sendResponseHeaders(200, -1);
            }
        }
    }

    private S3Client client(String checksum) throws IOException {
        return new S3Clients(
                        Configs.of(
                                "bucket",
                                "secret-bucket",
                                "regionendpoint",
                                "127.0.0.1:" + server.getAddress().getPort(),
                                "secure",
                                "false",
                                "forcepathstyle",
                                "true",
                                "accesskey",
                                "a",
                                "secretkey",
                                "s",
                                "checksums",
                                checksum),
                        Map.of())
                .client();
    }

    private static String put(S3Client client, Checksums checksums) throws IOException {
        return new Bucket(client, "secret-bucket", ObjectSettings.OF_THE_BUCKET, checksums, ListingForm.V2)
                .put("key", "the body".getBytes(), Map.of(), request -> {});
    }

    @Test
    void aRequestIsRepeatedAFewTimesWithTheSameBody() throws IOException {
        refusals = 3;
        try (S3Client client = client("when-required")) {
            assertThat(put(client, Checksums.WHEN_REQUIRED)).isEqualTo("\"1\"");
        }
        assertThat(bodies).containsExactly("the body", "the body", "the body", "the body");
    }

    @Test
    void aStoreThatGoesOnRefusingIsGivenUpWithoutItsNames() throws IOException {
        refusals = 100;
        try (S3Client client = client("when-required")) {
            assertThatIOException()
                    .isThrownBy(() -> put(client, Checksums.WHEN_REQUIRED))
                    .withMessageContaining("503 SlowDown")
                    .withMessageNotContaining("secret")
                    .withMessageNotContaining("127.0.0.1");
        }
        assertThat(bodies).hasSize(4);
    }

    @Test
    void theFailureOfAStoreThatIsNotThereHasNoName() throws IOException {
        server.stop(0);
        try (S3Client client = client("when-required")) {
            assertThatIOException()
                    .isThrownBy(() -> put(client, Checksums.WHEN_REQUIRED))
                    .withMessageContaining("did not answer PutObject")
                    .withMessageNotContaining("127.0.0.1");
        }
    }

    @Test
    void oneChecksumIsSentInTheHeadAndNoTrailer() throws IOException {
        try (S3Client client = client("when-required")) {
            put(client, Checksums.WHEN_REQUIRED);
        }
        try (S3Client client = client("when-supported")) {
            put(client, Checksums.WHEN_SUPPORTED);
        }
        assertThat(checksums)
                .containsExactly(
                        Checksums.WHEN_REQUIRED.of("the body".getBytes()) + " null",
                        "null " + Checksums.WHEN_SUPPORTED.of("the body".getBytes()));
        assertThat(bodies).containsExactly("the body", "the body");
    }
}
