package dev.moorage.http;

import static dev.moorage.http.RawHttp2Client.DATA;
import static dev.moorage.http.RawHttp2Client.END_STREAM;
import static dev.moorage.http.RawHttp2Client.ENHANCE_YOUR_CALM;
import static dev.moorage.http.RawHttp2Client.GOAWAY;
import static dev.moorage.http.RawHttp2Client.HEADERS;
import static dev.moorage.http.RawHttp2Client.PING;
import static dev.moorage.http.RawHttp2Client.RST_STREAM;
import static dev.moorage.http.RawHttp2Client.SETTINGS;
import static dev.moorage.http.RawHttp2Client.WINDOW_UPDATE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.digest.DigestAlgorithm;
import dev.moorage.storage.memory.InMemoryStore;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests the bounds on memory and work of an HTTP/2 connection before a request is accepted. */
class Http2MemoryTest {
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final int SESSION_WINDOW = 256 << 10;
    private static final int STREAM_WINDOW = 65_535;

    private RunningRegistry registry;

    @BeforeEach
    void start() throws IOException {
        registry = new RunningRegistry();
    }

    @AfterEach
    void stop() throws IOException {
        registry.close();
    }

    private static byte[] repeated(byte[] frame, int count) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (int i = 0; i < count; i++) {
            all.writeBytes(frame);
        }
        return all.toByteArray();
    }

    private static byte[] framed(int stream, byte... body) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (int from = 0; from < body.length; from += 16_384) {
            int length = Math.min(16_384, body.length - from);
            byte[] part = new byte[length];
            System.arraycopy(body, from, part, 0, length);
            all.writeBytes(RawHttp2Client.frame(DATA, from + length == body.length ? END_STREAM : 0, stream, part));
        }
        return all.toByteArray();
    }

    /** Sends frames until the server ends the connection, and returns the error code. */
    private static int errorAfter(RawHttp2Client client, byte[] flood, int times) throws IOException {
        try {
            for (int i = 0; i < times; i++) {
                client.write(flood);
            }
        } catch (IOException _) {
            // The server has ended the connection. What it sent before is read below.
        }
        Optional<RawHttp2Client.Frame> end = client.await(LONG, frame -> frame.type() == GOAWAY);
        return end.map(frame -> frame.number(4)).orElse(-1);
    }

    @Test
    void theWindowsAreSmallBeforeARequestIsLetIn() throws Exception {
        try (RawHttp2Client client = new RawHttp2Client(registry.port())) {
            RawHttp2Client.Frame settings =
                    client.await(LONG, frame -> frame.type() == SETTINGS).orElseThrow();
            for (int at = 0; at < settings.payload().length; at += 6) {
                assertThat(settings.payload()[at + 1])
                        .as("SETTINGS_INITIAL_WINDOW_SIZE, which is 65,535 where nothing is said")
                        .isNotEqualTo((byte) 4);
            }
            RawHttp2Client.Frame update =
                    client.await(LONG, frame -> frame.type() == WINDOW_UPDATE).orElseThrow();
            assertThat(update.stream()).isZero();
            assertThat(update.number(0)).isEqualTo(SESSION_WINDOW - STREAM_WINDOW);
        }
    }

    @Test
    void theWindowsGrowForAnUploadThatIsLetInAndNoFurtherThanItNeeds() throws Exception {
        byte[] blob = new byte[1 << 20];
        new Random(1).nextBytes(blob);
        Digest digest = Digest.of(DigestAlgorithm.SHA256, blob);
        try (RawHttp2Client client = new RawHttp2Client(registry.port())) {
            client.open(
                    1,
                    "POST",
                    "/v2/a/blobs/uploads/?digest=" + digest,
                    "content-length",
                    Integer.toString(blob.length));
            int stream = client.await(LONG, frame -> frame.type() == WINDOW_UPDATE && frame.stream() == 1)
                    .orElseThrow()
                    .number(0);
            assertThat(stream).isEqualTo(blob.length - STREAM_WINDOW);
            client.write(framed(1, blob));
            assertThat(client.await(LONG, frame -> frame.type() == HEADERS && frame.stream() == 1))
                    .isPresent();
        }
        try (RawClient client = registry.client()) {
            assertThat(client.send("GET /v2/a/blobs/" + digest).body()).isEqualTo(blob);
        }
    }

    @Test
    void unreadFramesOfOneByteEndTheConnectionAndOthersAreServed() throws Exception {
        try (RawHttp2Client client = new RawHttp2Client(registry.port());
                RawClient other = registry.client()) {
            // A stalled PUT of a manifest is read. A body after an early response is not.
            client.open(1, "POST", "/v2/a/blobs/uploads/?digest=nonsense", "content-length", "60000");
            byte[] flood = repeated(RawHttp2Client.frame(DATA, 0, 1, (byte) 1), 1000);
            assertThat(errorAfter(client, flood, 1000)).isEqualTo(ENHANCE_YOUR_CALM);
            assertThat(other.send("GET /v2/").status()).isEqualTo(200);
        }
    }

    /** A registry whose access decisions wait for the latch, so that no request body is read. */
    private static RunningRegistry undecided(CountDownLatch decided) throws IOException {
        return new RunningRegistry(new InMemoryStore(), HttpSettings.defaults(), _ -> {
            try {
                decided.await();
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
            return RunningRegistry.FORBIDDEN;
        });
    }

    @Test
    void whatIsNotReadIsCountedWithWhatItTakesInTheHeapAndNotByItsLength() throws Exception {
        CountDownLatch decided = new CountDownLatch(1);
        try (RunningRegistry waiting = undecided(decided);
                RawHttp2Client small = new RawHttp2Client(waiting.port());
                RawHttp2Client large = new RawHttp2Client(waiting.port())) {
            large.open(1, "PUT", "/v2/a/manifests/b");
            large.write(repeated(RawHttp2Client.frame(DATA, 0, 1, new byte[13_107]), 5));
            large.write(RawHttp2Client.frame(PING, 0, 0, new byte[8]));
            assertThat(large.await(LONG, frame -> frame.type() == PING || frame.type() == GOAWAY))
                    .hasValueSatisfying(frame -> assertThat(frame.type()).isEqualTo(PING));

            small.open(1, "PUT", "/v2/a/manifests/b");
            byte[] fewerThanTheRateAllows = repeated(RawHttp2Client.frame(DATA, 0, 1, (byte) 1), 2000);
            assertThat(errorAfter(small, fewerThanTheRateAllows, 1)).isEqualTo(ENHANCE_YOUR_CALM);
            decided.countDown();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {DATA, RST_STREAM, SETTINGS, PING, WINDOW_UPDATE, 9})
    void aFloodOfFramesThatCarryNothingEndsTheConnection(int type) throws Exception {
        try (RawHttp2Client client = new RawHttp2Client(registry.port());
                RawClient other = registry.client()) {
            byte[] flood = switch (type) {
                case DATA -> {
                    client.open(1, "PUT", "/v2/a/manifests/b");
                    yield RawHttp2Client.frame(DATA, 0, 1);
                }
                case RST_STREAM -> {
                    client.open(1, "PUT", "/v2/a/manifests/b");
                    yield RawHttp2Client.frame(RST_STREAM, 0, 1, new byte[4]);
                }
                case SETTINGS -> RawHttp2Client.frame(SETTINGS, 0, 0);
                case PING -> RawHttp2Client.frame(PING, 0, 0, new byte[8]);
                case WINDOW_UPDATE -> RawHttp2Client.frame(WINDOW_UPDATE, 0, 0, new byte[] {0, 0, 0, 1});
                default -> {
                    client.write(RawHttp2Client.frame(HEADERS, 0, 1, RawHttp2Client.head("GET", "/v2/")));
                    yield RawHttp2Client.frame(type, 0, 1, new byte[] {0, 1, 'a', 1, 'b'});
                }
            };
            assertThat(errorAfter(client, repeated(flood, 1000), 100)).isEqualTo(ENHANCE_YOUR_CALM);
            assertThat(other.send("GET /v2/").status()).isEqualTo(200);
        }
    }

    @Test
    void anUploadInSmallFramesGoesThrough() throws Exception {
        byte[] blob = new byte[200_000];
        new Random(2).nextBytes(blob);
        Digest digest = Digest.of(DigestAlgorithm.SHA256, blob);
        try (RawHttp2Client client = new RawHttp2Client(registry.port())) {
            client.open(1, "POST", "/v2/a/blobs/uploads/?digest=" + digest);
            assertThat(client.await(LONG, frame -> frame.type() == WINDOW_UPDATE && frame.stream() == 1))
                    .isPresent();
            for (int from = 0; from < blob.length; from += 200) {
                byte[] part = new byte[200];
                System.arraycopy(blob, from, part, 0, part.length);
                client.write(RawHttp2Client.frame(DATA, from + part.length == blob.length ? END_STREAM : 0, 1, part));
            }
            assertThat(client.await(LONG, frame -> frame.type() == HEADERS && frame.stream() == 1))
                    .isPresent();
        }
        try (RawClient client = registry.client()) {
            assertThat(client.send("GET /v2/a/blobs/" + digest).body()).isEqualTo(blob);
        }
    }

    @Test
    void headersInManyFramesEndTheConnectionBeforeTheyFillMemory() throws Exception {
        try (RawHttp2Client client = new RawHttp2Client(registry.port())) {
            client.write(RawHttp2Client.frame(HEADERS, 0, 1, RawHttp2Client.head("GET", "/v2/")));
            byte[] more = RawHttp2Client.frame(9, 0, 1, RawHttp2Client.head("GET", "/v2/", "x", "y".repeat(16_000)));
            assertThat(errorAfter(client, more, 1000)).isPositive();
        }
    }
}
