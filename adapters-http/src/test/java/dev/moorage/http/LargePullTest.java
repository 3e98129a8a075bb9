package dev.moorage.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moorage.domain.digest.Digest;
import dev.moorage.storage.tck.Bodies;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * Tests pulls of blobs that are larger than a socket accepts at once, and that are transferred to it without passing through
 * Jetty.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LargePullTest {
    private static final byte[] CONTENT = Bodies.random(41, 24 << 20);
    private static final int FIRST = 256 << 10;

    private final RunningRegistry registry = new RunningRegistry();
    private final RawClient client = registry.client();
    private final Digest blob = client.push("a", CONTENT);

    LargePullTest() throws IOException {}

    @AfterAll
    void stop() throws IOException {
        client.close();
        registry.close();
    }

    @Test
    void everyByteComesOnceAndTheConnectionGoesOn() throws IOException {
        for (int i = 0; i < 3; i++) {
            RawClient.Answer whole = client.send("GET /v2/a/blobs/" + blob);
            assertThat(whole.status()).isEqualTo(200);
            assertThat(whole.body()).isEqualTo(CONTENT);
            assertThat(client.send("HEAD /v2/a/blobs/" + blob).status()).isEqualTo(200);
        }
    }

    @Test
    void rangesBeginAndEndWhereTheyShould() throws IOException {
        for (int offset : new int[] {0, 1, FIRST, 5_000_000}) {
            for (int length : new int[] {1, FIRST - 1, FIRST, FIRST + 1, FIRST + (16 << 10), 9_000_000}) {
                RawClient.Answer part =
                        client.send("GET /v2/a/blobs/" + blob, "Range: bytes=" + offset + "-" + (offset + length - 1));
                assertThat(part.status()).isEqualTo(206);
                assertThat(part.body())
                        .as("%d bytes from %d", length, offset)
                        .isEqualTo(Arrays.copyOfRange(CONTENT, offset, offset + length));
            }
        }
    }

    @Test
    void requestsThatWereSentAheadAreAnsweredInTurn() throws IOException {
        String get = "GET /v2/a/blobs/" + blob + " HTTP/1.1\r\nHost: a\r\n\r\n";
        client.write((get + get + get).getBytes(StandardCharsets.US_ASCII));
        for (int i = 0; i < 3; i++) {
            assertThat(client.answer(false).body()).isEqualTo(CONTENT);
        }
    }

    @Test
    void overHttp2TheSameBytesGoInFrames() throws IOException {
        try (RawHttp2Client http2 = new RawHttp2Client(registry.port())) {
            http2.get(1, "/v2/a/blobs/" + blob);
            assertThat(http2.answer(1).getStatus()).isEqualTo(200);
            assertThat(http2.body(1)).isEqualTo(CONTENT);
        }
    }

    @Test
    void aClientThatGoesAwayInTheMiddleLeavesNoConnection() throws IOException {
        try (Socket leaving = new Socket(InetAddress.getLoopbackAddress(), registry.port())) {
            leaving.getOutputStream()
                    .write(("GET /v2/a/blobs/" + blob + " HTTP/1.1\r\nHost: a\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            assertThat(leaving.getInputStream().readNBytes(1_000_000)).hasSize(1_000_000);
        }
        long deadline = System.nanoTime() + Duration.ofSeconds(15).toNanos();
        while (registry.connections() > 1) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            assertThat(client.send("GET /v2/").status()).isEqualTo(200);
        }
    }
}
