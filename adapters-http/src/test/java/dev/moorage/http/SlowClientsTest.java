package dev.moorage.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moorage.application.service.access.OpenAccess;
import dev.moorage.domain.digest.Digest;
import dev.moorage.http.jetty.ListenSettings;
import dev.moorage.http.jetty.limit.ConnectionTimeouts;
import dev.moorage.http.jetty.limit.Limits;
import dev.moorage.http.jetty.proxy.TrustedProxies;
import dev.moorage.storage.memory.InMemoryStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * Tests clients that pause. The request head and the idle connection have time limits of their own, and a request in flight
 * has minutes.
 */
class SlowClientsTest {
    private static final Duration HEAD = Duration.ofSeconds(1);
    private static final Duration IDLE = Duration.ofSeconds(1);
    private static final Duration LONGER_THAN_IDLE = IDLE.plusMillis(400);
    /** For tests that wait for its end. */
    private static final Duration SHORT_STALL = Duration.ofSeconds(2);
    /** For tests of requests that go on, which may pause for longer than they mean to on a busy machine. */
    private static final Duration LONG_STALL = Duration.ofSeconds(20);

    private static final int STALLED = 1;
    private static final int READING = 3;

    private RunningRegistry registry(Duration stall) throws IOException {
        return new RunningRegistry(
                new InMemoryStore(),
                HttpSettings.defaults(),
                new OpenAccess(),
                new ListenSettings(
                        Optional.of("127.0.0.1"),
                        0,
                        Optional.empty(),
                        true,
                        16 * 1024,
                        Limits.defaults(),
                        new ConnectionTimeouts(HEAD, IDLE, stall, Duration.ofMillis(300)),
                        TrustedProxies.NONE));
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    @Test
    void aHeadThatIsNotCompleteInItsTimeIsEndedAndItsBytesBuyNone() throws Exception {
        try (RunningRegistry registry = registry(LONG_STALL);
                RawClient client = registry.client()) {
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
                // Writing to a closed connection fails, too.
            }
            assertThat(System.nanoTime() - start).isGreaterThan(HEAD.toNanos());
        }
    }

    @Test
    void aSecondHeadOnAConnectionHasTheSameTime() throws Exception {
        try (RunningRegistry registry = registry(LONG_STALL);
                RawClient client = registry.client()) {
            assertThat(client.send("GET /v2/").status()).isEqualTo(200);
            client.write(ascii("GET /v2/ HTT"));
            assertThat(client.isEndedWithin(Duration.ofSeconds(15))).isTrue();
        }
    }

    @Test
    void aConnectionWithoutARequestIsEndedAfterItsIdleTime() throws Exception {
        try (RunningRegistry registry = registry(LONG_STALL);
                RawClient idle = registry.client()) {
            assertThat(idle.send("GET /v2/").status()).isEqualTo(200);
            assertThat(idle.isEndedWithin(Duration.ofSeconds(15))).isTrue();
        }
    }

    @Test
    void aBodyThatPausesForLongerThanAnIdleConnectionMayGoesOn() throws Exception {
        try (RunningRegistry registry = registry(LONG_STALL);
                RawClient pausing = registry.client()) {
            pausing.write(ascii("PUT /v2/a/manifests/b HTTP/1.1\r\nHost: registry\r\nContent-Length: 2\r\n"
                    + "Content-Type: application/vnd.oci.image.manifest.v1+json\r\n\r\n{"));
            assertThat(pausing.isEndedWithin(LONGER_THAN_IDLE)).isFalse();
            pausing.write(ascii("}"));
            assertThat(pausing.answer(false).status()).isEqualTo(400);
            assertThat(pausing.send("GET /v2/").status()).isEqualTo(200);
        }
    }

    @Test
    void aReaderThatPausesForLongerThanAnIdleConnectionMayGetsAllOfItsBlob() throws Exception {
        byte[] blob = new byte[48 << 20];
        blob[blob.length - 1] = 1;
        try (RunningRegistry registry = registry(LONG_STALL);
                RawClient client = registry.client()) {
            Digest digest = client.push("a", blob);
            client.write(ascii("GET /v2/a/blobs/" + digest + " HTTP/1.1\r\nHost: registry\r\n\r\n"));
            try (RawClient other = registry.client()) {
                assertThat(other.send("GET /v2/").status()).isEqualTo(200);
                assertThat(other.isEndedWithin(Duration.ofSeconds(15))).isTrue();
            }
            assertThat(client.answer(false).body()).isEqualTo(blob);
        }
    }

    @Test
    void aReaderThatTakesNothingForTooLongIsEndedAndAnotherOneIsServed() throws Exception {
        byte[] blob = new byte[48 << 20];
        try (RunningRegistry registry = registry(SHORT_STALL);
                RawClient client = registry.client()) {
            Digest digest = client.push("a", blob);
            try (RawClient stalled = registry.client()) {
                stalled.write(ascii("GET /v2/a/blobs/" + digest + " HTTP/1.1\r\nHost: registry\r\n\r\n"));
                long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
                while (registry.connections() > 1) {
                    assertThat(System.nanoTime()).isLessThan(deadline);
                    assertThat(client.send("GET /v2/").status()).isEqualTo(200);
                }
                assertThat(client.send("GET /v2/a/blobs/" + digest).body()).hasSize(blob.length);
            }
        }
    }

    @Test
    void aStreamThatTakesNothingForTooLongIsEndedAndAnotherOneOfItsConnectionIsNot() throws Exception {
        byte[] blob = new byte[48 << 20];
        try (RunningRegistry registry = registry(SHORT_STALL)) {
            Digest digest;
            try (RawClient client = registry.client()) {
                digest = client.push("a", blob);
            }
            readOneOfTwo(registry, digest, blob.length);
        }
    }

    /** Reads one of two streams, until the other is reset. */
    private static void readOneOfTwo(RunningRegistry registry, Digest digest, int length) throws IOException {
        try (RawHttp2Client client = new RawHttp2Client(registry.port())) {
            client.grant(0, 1 << 30);
            client.get(STALLED, "/v2/a/blobs/" + digest);
            client.get(READING, "/v2/a/blobs/" + digest);
            boolean reset = false;
            long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
            while (!reset) {
                assertThat(System.nanoTime()).isLessThan(deadline);
                client.grant(READING, 32 << 10);
                reset = client.await(Duration.ofMillis(100), frame -> frame.type() == RawHttp2Client.RST_STREAM)
                        .isPresent();
            }
            assertThat(client.reset(STALLED)).isEqualTo(RawHttp2Client.CANCEL);
            client.grant(READING, length);
            assertThat(client.await(Duration.ofSeconds(20), RawHttp2Client.Frame::isEnd))
                    .isPresent();
            assertThat(client.hasEnded(READING)).isTrue();
        }
    }

    @Test
    void aStalledBodyIsAnsweredAndItsBytesStay() throws Exception {
        try (RunningRegistry registry = registry(SHORT_STALL);
                RawClient stalled = registry.client()) {
            String location =
                    stalled.send("POST /v2/a/blobs/uploads/").header("Location").orElseThrow();
            stalled.write(
                    ascii("PATCH " + location + " HTTP/1.1\r\nHost: registry\r\nContent-Length: 1000\r\n\r\nhalf"));
            RawClient.Answer answer = stalled.answer(false);
            assertThat(answer.status()).isEqualTo(408);
            assertThat(answer.code()).isEqualTo("SIZE_INVALID");
            assertThat(stalled.isEnded()).isTrue();
            try (RawClient again = registry.client()) {
                assertThat(again.send("GET " + answer.header("Location").orElseThrow())
                                .header("Range"))
                        .hasValue("0-3");
            }
        }
    }

    @Test
    void aStalledManifestIsAnswered() throws Exception {
        try (RunningRegistry registry = registry(SHORT_STALL);
                RawClient stalled = registry.client()) {
            stalled.write(ascii("PUT /v2/a/manifests/b HTTP/1.1\r\nHost: registry\r\nContent-Length: 2\r\n"
                    + "Content-Type: application/vnd.oci.image.manifest.v1+json\r\n\r\n{"));
            assertThat(stalled.answer(false).status()).isEqualTo(408);
            assertThat(stalled.isEnded()).isTrue();
        }
    }
}
