package dev.moorage.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moorage.application.service.access.OpenAccess;
import dev.moorage.http.jetty.ListenSettings;
import dev.moorage.http.jetty.limit.ConnectionTimeouts;
import dev.moorage.http.jetty.limit.Limits;
import dev.moorage.http.jetty.proxy.TrustedProxies;
import dev.moorage.storage.memory.InMemoryStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** A server that stops: what clients and proxies see of it, on connections that are open and on new ones. */
class StoppingTest {
    private static final int DATA = 0;
    private static final int END_STREAM = 1;
    private static final int GO_AWAY = 7;
    private static final int STREAM = 1;

    private final InMemoryStore store = new InMemoryStore();

    private RunningRegistry registry(Duration drain) throws IOException {
        ConnectionTimeouts usual = ConnectionTimeouts.defaults();
        return new RunningRegistry(
                store,
                HttpSettings.defaults(),
                new OpenAccess(),
                new ListenSettings(
                        Optional.of("127.0.0.1"),
                        0,
                        Optional.empty(),
                        true,
                        16 * 1024,
                        Limits.defaults(),
                        new ConnectionTimeouts(usual.head(), usual.idle(), usual.stall(), drain),
                        TrustedProxies.NONE));
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static Future<?> closing(RunningRegistry registry, ExecutorService threads) {
        return threads.submit(() -> {
            registry.close();
            return true;
        });
    }

    /** Waits until no new connection is accepted. */
    private static void awaitClosedPort(RunningRegistry registry) {
        long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (registry.port() > 0) {
            assertThat(System.nanoTime()).as("the port is still open").isLessThan(deadline);
            Thread.onSpinWait();
        }
    }

    @Test
    void aServerThatAsksClientsToLeaveServesThemAndClosesTheirConnections() throws IOException {
        try (RunningRegistry registry = registry(Duration.ofSeconds(30));
                RawClient open = registry.client()) {
            assertThat(open.send("GET /v2/").header("Connection")).isEmpty();
            registry.leave();
            RawClient.Answer last = open.send("GET /v2/");
            assertThat(last.status()).isEqualTo(200);
            assertThat(last.header("Connection")).contains("close");
            assertThat(open.isEnded()).isTrue();
            try (RawClient later = registry.client()) {
                assertThat(later.send("GET /v2/").status()).isEqualTo(200);
                assertThat(later.isEnded()).isTrue();
            }
        }
    }

    @Test
    void aClientOfHttp2GetsGoAwayAndItsRequestsAreServed() throws IOException {
        try (RunningRegistry registry = registry(Duration.ofSeconds(30));
                RawHttp2Client client = new RawHttp2Client(registry.port())) {
            client.open(STREAM, "POST", "/v2/a/blobs/uploads/");
            client.write(RawHttp2Client.frame(DATA, END_STREAM, STREAM));
            String location = client.answer(STREAM).getHttpFields().get("Location");
            client.open(STREAM + 2, "PATCH", location.replaceFirst("^https?://[^/]*", ""));
            registry.awaitRequests(1);
            registry.leave();
            assertThat(client.await(Duration.ofSeconds(20), frame -> frame.type() == GO_AWAY))
                    .isPresent();
            client.write(RawHttp2Client.frame(DATA, END_STREAM, STREAM + 2, ascii("abc")));
            assertThat(client.answer(STREAM + 2).getStatus()).isEqualTo(202);
        }
    }

    @Test
    void idleConnectionsAreClosedAndRequestsInFlightEndWell() throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            RunningRegistry registry = registry(Duration.ofSeconds(60));
            try (RawClient pushing = registry.client();
                    RawClient begun = registry.client();
                    RawClient idle = registry.client()) {
                assertThat(idle.send("GET /v2/").status()).isEqualTo(200);
                assertThat(begun.send("GET /v2/").status()).isEqualTo(200);
                String location = pushing.send("POST /v2/a/blobs/uploads/", "Content-Length: 0")
                        .header("Location")
                        .orElseThrow();
                pushing.write(ascii("PATCH " + location + " HTTP/1.1\r\nHost: r\r\nContent-Length: 10\r\n\r\nabcde"));
                registry.awaitRequests(1);
                begun.write(ascii("GET /v2/ HTTP/1.1\r\n"));
                assertThat(idle.send("GET /v2/").status()).isEqualTo(200); // By then the server has read the line.
                Future<?> closed = closing(registry, threads);
                awaitClosedPort(registry);
                assertThat(idle.isEnded()).isTrue();
                begun.write(ascii("Host: r\r\n\r\n"));
                RawClient.Answer served = begun.answer(false);
                assertThat(served.status()).isEqualTo(200);
                assertThat(served.header("Connection")).contains("close");
                assertThat(closed.isDone()).isFalse();
                pushing.write(ascii("fghij"));
                RawClient.Answer patched = pushing.answer(false);
                assertThat(patched.status()).isEqualTo(202);
                assertThat(patched.header("Range")).contains("0-9");
                closed.get();
            }
        }
    }

    @Test
    void aBodyThatPausesIsEndedWithTheDrainTimeAndWhatCameIsRecorded() throws Exception {
        String upload;
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            RunningRegistry registry = registry(Duration.ofMillis(300));
            try (RawClient pushing = registry.client()) {
                String location = pushing.send("POST /v2/a/blobs/uploads/", "Content-Length: 0")
                        .header("Location")
                        .orElseThrow();
                upload = location.substring(0, location.indexOf('?'));
                pushing.write(ascii("PATCH " + location + " HTTP/1.1\r\nHost: r\r\nContent-Length: 10\r\n\r\nabcde"));
                registry.awaitRequests(1);
                Future<?> closed = closing(registry, threads);
                RawClient.Answer ended = pushing.answer(false);
                assertThat(ended.status()).isEqualTo(503);
                assertThat(ended.code()).isEqualTo("UNAVAILABLE");
                closed.get();
            }
        }
        try (RunningRegistry next = registry(Duration.ZERO);
                RawClient client = next.client()) {
            RawClient.Answer status = client.send("GET " + upload);
            assertThat(status.status()).isEqualTo(204);
            assertThat(status.header("Range")).contains("0-4");
        }
    }
}
