package dev.moorage.bootstrap.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.moorage.bootstrap.command.MoorageCommand;
import dev.moorage.bootstrap.config.ConfigurationReader;
import dev.moorage.bootstrap.config.Defaults;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A server with an endpoint of notifications, over a folder. */
class NotificationsTest {
    private static final String MANIFEST = """
            {"schemaVersion":2,"mediaType":"application/vnd.oci.image.index.v1+json","manifests":[]}""";

    @TempDir
    private Path folder;

    private final BlockingQueue<JsonNode> events = new LinkedBlockingQueue<>();
    private final HttpClient client = HttpClient.newHttpClient();
    private final ExecutorService receivers = Executors.newVirtualThreadPerTaskExecutor();
    private HttpServer receiver;
    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch held = new CountDownLatch(1);
    private volatile boolean hangs;
    private volatile int status = 200;

    @BeforeEach
    void start() throws IOException {
        receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        receiver.createContext("/", exchange -> {
            JsonNode envelope =
                    JsonMapper.shared().readTree(exchange.getRequestBody().readAllBytes());
            if (hangs) {
                asked.countDown();
                held(exchange);
                return;
            }
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
            if (status == 200) {
                events.add(envelope.path("events").get(0));
            }
        });
        receiver.setExecutor(receivers);
        receiver.start();
    }

    private void held(HttpExchange exchange) {
        try {
            held.await();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        exchange.close();
    }

    @AfterEach
    void stop() {
        held.countDown();
        receiver.stop(0);
        receivers.close();
        client.close();
    }

    private Path configuration() throws IOException {
        return Files.writeString(folder.resolve("config.yml"), """
                version: 0.1
                log: {level: error}
                storage:
                  filesystem: {rootdirectory: %s}
                  delete: {enabled: true}
                http: {addr: '127.0.0.1:0'}
                notifications:
                  endpoints:
                    - {name: bell, url: 'http://127.0.0.1:%d/hook', maxattempts: 1, timeout: 9s, ignore: {actions: [pull]}}
                """.formatted(
                        folder.resolve("root"), receiver.getAddress().getPort()));
    }

    private Registry registry() throws Exception {
        ConfigurationReader.Result read =
                Features.configurationReader(Defaults.QUICK_START).read(Optional.of(configuration()), Map.of());
        return Registry.start(read.configuration());
    }

    private int send(Registry registry, String method, String path, String body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + registry.port() + path))
                .header("Content-Type", "application/vnd.oci.image.index.v1+json")
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build();
        return client.send(request, BodyHandlers.discarding()).statusCode();
    }

    private JsonNode next() throws InterruptedException {
        JsonNode event = events.poll(60, TimeUnit.SECONDS);
        assertThat(event).isNotNull();
        return event;
    }

    /** What the receiver of Harbor 1 (src/core/service/notifications/registry) takes out of an event. */
    private record HarborEvent(
            Instant timestamp,
            String action,
            String mediaType,
            String digest,
            String project,
            String repository,
            String tag,
            String userAgent,
            String actor) {
        static HarborEvent parse(JsonNode event) {
            String name = event.path("target").path("repository").asString();
            return new HarborEvent(
                    Instant.parse(event.path("timestamp").asString()),
                    event.path("action").asString(),
                    event.path("target").path("mediaType").asString(),
                    event.path("target").path("digest").asString(),
                    name.substring(0, name.indexOf('/')),
                    name,
                    event.path("target").path("tag").asString(),
                    event.path("request").path("useragent").asString(),
                    event.path("actor").path("name").asString(""));
        }
    }

    @Test
    void harborFindsTheProjectTheTagAndTheClientInAnEvent() throws Exception {
        try (Registry registry = registry()) {
            assertThat(send(registry, "PUT", "/v2/library/app/manifests/v1", MANIFEST))
                    .isEqualTo(201);
            HarborEvent event = HarborEvent.parse(next());
            assertThat(event.action()).isEqualTo("push");
            assertThat(event.mediaType()).isEqualTo("application/vnd.oci.image.index.v1+json");
            assertThat(event.project()).isEqualTo("library");
            assertThat(event.repository()).isEqualTo("library/app");
            assertThat(event.tag()).isEqualTo("v1");
            assertThat(event.digest()).startsWith("sha256:");
            assertThat(event.userAgent()).startsWith("Java-http-client");
            assertThat(event.actor()).isEmpty();
            assertThat(event.timestamp()).isBetween(Instant.EPOCH, Instant.MAX);
        }
    }

    @Test
    void aPushAndADeleteAreSentInOrder() throws Exception {
        try (Registry registry = registry()) {
            assertThat(send(registry, "PUT", "/v2/team/app/manifests/v1", MANIFEST))
                    .isEqualTo(201);
            assertThat(send(registry, "DELETE", "/v2/team/app/manifests/v1", ""))
                    .isEqualTo(202);
            JsonNode push = next();
            assertThat(push.path("action").asString()).isEqualTo("push");
            assertThat(push.path("target").path("repository").asString()).isEqualTo("team/app");
            assertThat(push.path("target").path("tag").asString()).isEqualTo("v1");
            assertThat(push.path("target").path("length").asInt()).isEqualTo(MANIFEST.length());
            assertThat(push.path("request").path("host").asString()).isEqualTo("127.0.0.1:" + registry.port());
            JsonNode delete = next();
            assertThat(delete.path("action").asString()).isEqualTo("delete");
            assertThat(delete.path("target").propertyNames()).containsExactly("repository", "tag");
            assertThat(send(registry, "GET", "/v2/", "")).isEqualTo(200);
        }
    }

    @Test
    void anEventThatCouldNotBeSentIsSentByTheNextServer() throws Exception {
        status = 503;
        try (Registry registry = registry()) {
            assertThat(send(registry, "PUT", "/v2/team/app/manifests/v1", MANIFEST))
                    .isEqualTo(201);
        }
        status = 200;
        try (Registry _ = registry()) {
            assertThat(next().path("action").asString()).isEqualTo("push");
        }
    }

    @Test
    void aServerThatStopsDuringAnAttemptGivesItsTurnToTheNext() throws Exception {
        hangs = true;
        try (Registry registry = registry()) {
            assertThat(send(registry, "PUT", "/v2/team/app/manifests/v1", MANIFEST))
                    .isEqualTo(201);
            assertThat(asked.await(60, TimeUnit.SECONDS)).isTrue();
        }
        String lease = Files.readString(folder.resolve("root/.moorage/registry/outbox/lease"));
        assertThat(Instant.parse(lease.strip().split(" ", 2)[1])).isBefore(Instant.now());
        hangs = false;
        try (Registry _ = registry()) {
            assertThat(next().path("action").asString()).isEqualTo("push");
        }
    }

    @Test
    void anEventIsOnlyAcknowledgedOnceItIsStored() throws Exception {
        try (Registry registry = registry()) {
            Path inbox = folder.resolve("root/.moorage/registry/outbox");
            Files.createDirectories(inbox);
            Files.writeString(inbox.resolve("inbox"), "a file in the place of the folder");
            assertThat(send(registry, "PUT", "/v2/team/app/manifests/v1", MANIFEST))
                    .isEqualTo(503);
        }
    }

    @Test
    void theCommandsTestTheEndpointAndListAndRetryWhatWasGivenUp() throws Exception {
        registry().close(); // It makes the folders of the storage.
        String file = configuration().toString();
        assertThat(MoorageCommand.run(Map.of(), "notifications", "test", file)).isZero();
        assertThat(next().path("action").asString()).isEqualTo("ping");
        status = 400;
        assertThat(MoorageCommand.run(Map.of(), "notifications", "test", "--endpoint", "bell", file))
                .isEqualTo(1);
        assertThat(MoorageCommand.run(Map.of(), "notifications", "list", file)).isZero();
        assertThat(MoorageCommand.run(Map.of(), "notifications", "retry", file)).isZero();
        assertThat(MoorageCommand.run(Map.of(), "notifications")).isEqualTo(2);
    }
}
