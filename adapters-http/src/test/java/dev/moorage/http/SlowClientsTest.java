package dev.moorage.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moorage.domain.digest.Digest;
import dev.moorage.http.access.OpenAccess;
import dev.moorage.http.jetty.ListenSettings;
import dev.moorage.http.jetty.Patience;
import dev.moorage.storage.memory.InMemoryStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Clients that cost a connection: each is closed in its time, and those that go on at their rate are not. */
class SlowClientsTest {
    private static final Duration HEAD = Duration.ofMillis(1500);
    private RunningRegistry registry;

    @BeforeEach
    void start() throws IOException {
        Patience patience =
                new Patience(HEAD, Duration.ofSeconds(60), Duration.ofSeconds(1), 100_000, Duration.ofMillis(1500));
        registry = new RunningRegistry(
                new InMemoryStore(),
                new HttpSettings(
                        "/",
                        Optional.empty(),
                        Map.of(),
                        false,
                        true,
                        4 << 20,
                        1000,
                        OptionalLong.empty(),
                        0,
                        1,
                        Duration.ofSeconds(5)),
                new OpenAccess(),
                new ListenSettings(Optional.of("127.0.0.1"), 0, Optional.empty(), true, 16 * 1024, 100, patience));
    }

    @AfterEach
    void stop() throws IOException {
        registry.close();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    @Test
    void aHeadThatIsNotCompleteInItsTimeIsEndedAndItsBytesBuyNone() throws Exception {
        try (RawClient client = registry.client()) {
            long start = System.nanoTime();
            client.write(ascii("GET /v2/ HTTP/1.1\r\nHost: registry\r\n"));
            boolean ended = false;
            try {
                while (!ended) {
                    assertThat(System.nanoTime() - start)
                            .isLessThan(Duration.ofSeconds(15).toNanos());
                    client.write(ascii("X-Drip: a\r\n"));
                    ended = client.isEndedWithin(Duration.ofMillis(100));
                }
            } catch (IOException _) {
                // Writing to what has ended fails, too.
            }
            assertThat(System.nanoTime() - start).isGreaterThan(HEAD.toNanos());
        }
    }

    @Test
    void aSecondHeadOnAConnectionHasTheSameTime() throws Exception {
        try (RawClient client = registry.client()) {
            assertThat(client.send("GET /v2/").status()).isEqualTo(200);
            client.write(ascii("GET /v2/ HTT"));
            assertThat(client.isEndedWithin(Duration.ofSeconds(15))).isTrue();
        }
    }

    @Test
    void aConnectionThatIsIdleMayStayAndTheRequestThatTakesLongMayGoOn() throws Exception {
        try (RawClient idle = registry.client();
                RawClient slow = registry.client()) {
            assertThat(idle.send("GET /v2/").status()).isEqualTo(200);
            slow.write(ascii("PUT /v2/a/manifests/b HTTP/1.1\r\nHost: registry\r\nContent-Length: 2\r\n"
                    + "Content-Type: application/vnd.oci.image.manifest.v1+json\r\n\r\n"));
            assertThat(slow.isEndedWithin(HEAD.plusSeconds(2))).isFalse();
            slow.write(ascii("{}"));
            assertThat(slow.answer(false).status()).isEqualTo(400);
            assertThat(idle.send("GET /v2/").status()).isEqualTo(200);
        }
    }

    @Test
    void aReaderThatStallsIsEndedAndAnotherOneIsServed() throws Exception {
        byte[] blob = new byte[48 << 20];
        try (RawClient client = registry.client();
                RawClient stalled = registry.client()) {
            Digest digest = client.push("a", blob);
            stalled.write(ascii("GET /v2/a/blobs/" + digest + " HTTP/1.1\r\nHost: registry\r\n\r\n"));
            long deadline = System.nanoTime() + Duration.ofSeconds(15).toNanos();
            while (registry.connections() > 1) {
                assertThat(System.nanoTime()).isLessThan(deadline);
                assertThat(client.send("GET /v2/").status()).isEqualTo(200);
            }
            assertThat(client.send("GET /v2/a/blobs/" + digest).body()).hasSize(blob.length);
        }
    }

    @Test
    void aBodyThatStallsIsEndedAndWhatCameOfItStays() throws Exception {
        try (RawClient client = registry.client();
                RawClient stalled = registry.client()) {
            String location =
                    client.send("POST /v2/a/blobs/uploads/").header("Location").orElseThrow();
            stalled.write(
                    ascii("PATCH " + location + " HTTP/1.1\r\nHost: registry\r\nContent-Length: 1000\r\n\r\nhalf"));
            assertThat(stalled.isEndedWithin(Duration.ofSeconds(20))).isTrue();
            assertThat(client.send("GET " + location).header("Range")).hasValue("0-3");
        }
    }
}
