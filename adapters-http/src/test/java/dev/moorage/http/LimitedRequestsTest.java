package dev.moorage.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moorage.application.port.in.access.Authorize;
import dev.moorage.application.service.access.OpenAccess;
import dev.moorage.http.jetty.ListenSettings;
import dev.moorage.http.jetty.limit.ConnectionTimeouts;
import dev.moorage.http.jetty.limit.Limits;
import dev.moorage.http.jetty.proxy.TrustedProxies;
import dev.moorage.storage.memory.InMemoryStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Tests requests and connections above the limits. The slowest make room and receive an error response, and others are
 * served.
 */
class LimitedRequestsTest {
    private static final int REQUESTS = 64;
    private static final String UPLOAD = "/v2/a/blobs/uploads/?digest=sha256:" + "a".repeat(64);

    private final List<AutoCloseable> open = new ArrayList<>();

    @AfterEach
    void stop() throws Exception {
        for (AutoCloseable closing : open.reversed()) {
            closing.close();
        }
    }

    private RunningRegistry registry(Limits limits) throws IOException {
        return registry(limits, new OpenAccess());
    }

    private RunningRegistry registry(Limits limits, Authorize access) throws IOException {
        return registry(limits, TrustedProxies.NONE, access);
    }

    private RunningRegistry registry(Limits limits, TrustedProxies proxies, Authorize access) throws IOException {
        RunningRegistry registry = new RunningRegistry(
                new InMemoryStore(),
                HttpSettings.defaults(),
                access,
                new ListenSettings(
                        Optional.of("127.0.0.1"),
                        0,
                        Optional.empty(),
                        true,
                        16 * 1024,
                        limits,
                        drainingAtOnce(ConnectionTimeouts.defaults()),
                        proxies));
        open.add(registry);
        return registry;
    }

    private static ConnectionTimeouts drainingAtOnce(ConnectionTimeouts patience) {
        return new ConnectionTimeouts(patience.head(), patience.idle(), patience.stall(), Duration.ZERO);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** A POST of a blob, of which one byte has been sent. */
    private RawClient stalled(RunningRegistry registry) throws IOException {
        RawClient client = registry.client();
        open.add(client);
        client.write(ascii("POST /v2/a/blobs/uploads/?digest=sha256:" + "a".repeat(64)
                + " HTTP/1.1\r\nHost: registry\r\nContent-Length: 1000000\r\n\r\nx"));
        return client;
    }

    /**
     * Retries until a request is served. Requests that were ended may not have left yet, so the first tries may be refused.
     */
    private static void assertServes(RunningRegistry registry) throws IOException {
        long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        int status = 0;
        while (status != 200) {
            assertThat(System.nanoTime())
                    .as("answered with %d for too long", status)
                    .isLessThan(deadline);
            try (RawClient client = registry.client()) {
                status = client.send("GET /v2/").status();
                assertThat(status).isIn(200, 503);
            }
        }
    }

    private static void assertAllIsAsBefore(RunningRegistry registry) throws IOException {
        registry.awaitRequests(0);
        try (RawClient client = registry.client()) {
            assertThat(client.send("GET /v2/").status()).isEqualTo(200);
            client.push("after", new byte[] {1, 2, 3});
        }
    }

    @Test
    void stalledRequestsBeyondTheLimitAreAnsweredAndMakeRoomForOthers() throws Exception {
        RunningRegistry registry = registry(new Limits(10_000, REQUESTS, 64, 10_000, REQUESTS));
        List<RawClient> stalled = new ArrayList<>();
        for (int i = 0; i < 5 * REQUESTS; i++) {
            stalled.add(stalled(registry));
            if (i % REQUESTS == REQUESTS - 1) {
                assertServes(registry);
            }
        }
        RawClient.Answer told = stalled.getFirst().answer(false);
        assertThat(told.status()).isEqualTo(503);
        assertThat(told.code()).isEqualTo("UNAVAILABLE");
        assertThat(told.header("Retry-After")).isPresent();
        assertThat(stalled.getFirst().isEnded()).isTrue();
        for (RawClient client : stalled) {
            client.close();
        }
        assertAllIsAsBefore(registry);
    }

    @Test
    void stalledStreamsOfHttp2BeyondTheLimitMakeRoomForOthers() throws Exception {
        RunningRegistry registry = registry(new Limits(10_000, REQUESTS, 16, 10_000, REQUESTS));
        List<RawHttp2Client> clients = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            RawHttp2Client client = new RawHttp2Client(registry.port());
            open.add(client);
            clients.add(client);
            assertThat(client.maxConcurrentStreams()).isEqualTo(16);
            for (int stream = 1; stream < 32; stream += 2) {
                client.open(stream, "POST", UPLOAD, "content-length", "1000000");
                client.write(RawHttp2Client.frame(RawHttp2Client.DATA, 0, stream, (byte) 1));
            }
            assertServes(registry);
        }
        assertThat(clients.getFirst().answer(1).getStatus()).isEqualTo(503);
        assertThat(clients.getFirst().reset(1)).isEqualTo(RawHttp2Client.NO_ERROR);
        assertThat(clients.getFirst().hasEnded(1)).isTrue();
        for (RawHttp2Client client : clients) {
            client.close();
        }
        assertAllIsAsBefore(registry);
    }

    /** Starts requests that wait for nothing from their clients, and that do not end before the latch opens. */
    private RunningRegistry busy(Limits limits, int count, CountDownLatch latch) throws IOException {
        RunningRegistry registry = registry(limits, command -> {
            try {
                latch.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return new OpenAccess().authorize(command);
        });
        for (int i = 0; i < count; i++) {
            RawClient client = registry.client();
            open.add(client);
            client.write(ascii("GET /v2/a/tags/list HTTP/1.1\r\nHost: registry\r\n\r\n"));
        }
        registry.awaitRequests(count);
        return registry;
    }

    @Test
    void anAddressBeyondItsRequestsGetsRetryAfter() throws Exception {
        CountDownLatch latch = new CountDownLatch(1);
        RunningRegistry registry = busy(new Limits(100, 100, 64, 100, 16), 16, latch);
        try (RawClient refused = registry.client()) {
            RawClient.Answer answer = refused.send("GET /v2/");
            assertThat(answer.status()).isEqualTo(429);
            assertThat(answer.code()).isEqualTo("TOOMANYREQUESTS");
            assertThat(answer.header("Retry-After")).hasValue("5");
            assertThat(refused.isEnded()).isTrue();
        } finally {
            latch.countDown();
        }
        assertAllIsAsBefore(registry);
    }

    @Test
    void requestsFromATrustedProxyCountForTheAddressesOfItsClients() throws Exception {
        CountDownLatch latch = new CountDownLatch(1);
        TrustedProxies proxies = TrustedProxies.parse(List.of("127.0.0.1")).orElseThrow();
        RunningRegistry registry = registry(new Limits(100, 100, 64, 1, 1), proxies, command -> {
            try {
                if (command.address().equals("192.0.2.1")) {
                    latch.await();
                }
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return new OpenAccess().authorize(command);
        });
        RawClient waiting = registry.client();
        open.add(waiting);
        waiting.write(ascii("GET /v2/a/tags/list HTTP/1.1\r\nHost: registry\r\nX-Forwarded-For: 192.0.2.1\r\n\r\n"));
        registry.awaitRequests(1);
        try (RawClient same = registry.client();
                RawClient other = registry.client()) {
            assertThat(same.send("GET /v2/", "X-Forwarded-For: 192.0.2.1").status())
                    .isEqualTo(429);
            assertThat(other.send("GET /v2/", "X-Forwarded-For: 192.0.2.2").status())
                    .isEqualTo(200);
        } finally {
            latch.countDown();
        }
    }

    @Test
    void aRequestForWhichThereIsNoRoomIsAnsweredAtOnce() throws Exception {
        CountDownLatch latch = new CountDownLatch(1);
        RunningRegistry registry = busy(new Limits(100, 16, 64, 100, 16), 16, latch);
        try (RawClient refused = registry.client();
                RawHttp2Client other = new RawHttp2Client(registry.port())) {
            RawClient.Answer answer = refused.send("GET /v2/");
            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.code()).isEqualTo("UNAVAILABLE");
            assertThat(answer.header("Retry-After")).hasValue("5");
            other.get(1, "/v2/");
            assertThat(other.answer(1).getStatus()).isEqualTo(503);
            try (RawClient sending = registry.client()) {
                sending.write(ascii(
                        "POST /v2/a/blobs/uploads/ HTTP/1.1\r\nHost: registry\r\nContent-Length: 100000000\r\n\r\n"));
                sending.write(new byte[20 << 20]);
                assertThat(sending.answer(false).status()).isEqualTo(503);
            }
        } finally {
            latch.countDown();
        }
        assertAllIsAsBefore(registry);
    }

    @Test
    void anEarlyAnswerOverHttp2WaitsForNothingMoreOfTheBody() throws Exception {
        RunningRegistry registry = registry(Limits.defaults());
        try (RawHttp2Client client = new RawHttp2Client(registry.port())) {
            client.open(
                    1,
                    "PUT",
                    "/v2/a/blobs/uploads/no-upload?digest=sha256:" + "a".repeat(64),
                    "content-length",
                    "1000000");
            long start = System.nanoTime();
            assertThat(client.answer(1).getStatus()).isEqualTo(404);
            assertThat(client.reset(1)).isEqualTo(RawHttp2Client.NO_ERROR);
            assertThat(client.hasEnded(1)).isTrue();
            // Draining a body over HTTP/1.1 takes five seconds.
            assertThat(System.nanoTime() - start)
                    .isLessThan(Duration.ofSeconds(4).toNanos());
            client.get(3, "/v2/");
            assertThat(client.answer(3).getStatus()).isEqualTo(200);
        }
    }

    @Test
    void anEarlyAnswerOverHttp1ComesAlthoughNothingMoreOfTheBodyDoes() throws Exception {
        RunningRegistry registry = registry(Limits.defaults());
        try (RawClient client = registry.client()) {
            client.write(ascii("PUT /v2/a/blobs/uploads/no-upload?digest=sha256:" + "a".repeat(64)
                    + " HTTP/1.1\r\nHost: registry\r\nContent-Length: 1000\r\n\r\nx"));
            assertThat(client.answer(false).status()).isEqualTo(404);
            assertThat(client.isEnded()).isTrue();
        }
    }

    @Test
    void connectionsThatAreIdleForLongestMakeRoomForOthers() throws Exception {
        RunningRegistry registry = registry(new Limits(64, 1000, 64, 64, 1000));
        List<RawClient> idle = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            RawClient client = registry.client();
            open.add(client);
            idle.add(client);
            if (i % 20 == 0) {
                assertServes(registry);
            }
        }
        assertThat(idle.getFirst().isEnded()).isTrue();
        assertThat(registry.connections()).isLessThanOrEqualTo(64);
    }

    @Test
    void connectionsWithStalledRequestsMakeRoomForOthers() throws Exception {
        RunningRegistry registry = registry(new Limits(64, 1000, 64, 64, 1000));
        List<RawClient> stalled = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            stalled.add(stalled(registry));
        }
        registry.awaitRequests(50);
        for (int i = 0; i < 20; i++) {
            RawClient client = registry.client();
            open.add(client);
            assertThat(client.send("GET /v2/").status()).isEqualTo(200);
            open.add(stalled(registry));
        }
        assertThat(firstAnswered(stalled).answer(false).status()).isEqualTo(503);
    }

    private static RawClient firstAnswered(List<RawClient> clients) throws IOException {
        long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (true) {
            for (RawClient client : clients) {
                if (client.hasAnswer()) {
                    return client;
                }
            }
            assertThat(System.nanoTime()).as("none was answered").isLessThan(deadline);
        }
    }

    @Test
    void aServerThatStopsEndsBodiesThatPauseAndTellsThem() throws Exception {
        RunningRegistry registry = registry(Limits.defaults());
        RawClient paused = stalled(registry);
        RawHttp2Client other = new RawHttp2Client(registry.port());
        open.add(other);
        other.open(1, "POST", UPLOAD, "content-length", "1000000");
        registry.awaitRequests(2);
        registry.close();
        RawClient.Answer answer = paused.answer(false);
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.text()).contains("the registry is stopping");
        assertThat(other.answer(1).getStatus()).isEqualTo(503);
        assertThat(registry.requests()).isZero();
    }
}
