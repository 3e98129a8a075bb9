package dev.moorage.bootstrap.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.moorage.bootstrap.command.MoorageCommand;
import dev.moorage.bootstrap.config.ConfigurationReader;
import dev.moorage.bootstrap.config.Defaults;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.digest.DigestAlgorithm;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
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
        return send(registry, method, path, "application/vnd.oci.image.index.v1+json", body);
    }

    private int send(Registry registry, String method, String path, String type, String body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + registry.port() + path))
                .header("Content-Type", type)
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build();
        return client.send(request, BodyHandlers.discarding()).statusCode();
    }

    private JsonNode next() throws InterruptedException {
        JsonNode event = events.poll(60, TimeUnit.SECONDS);
        assertThat(event).isNotNull();
        return event;
    }

    @Test
    void harborFindsTheImageInThePushOfDockerAndLeavesOutOthers() throws Exception {
        String type = "application/vnd.docker.distribution.manifest.v2+json";
        byte[] config = "{}".getBytes(StandardCharsets.UTF_8);
        Digest blob = Digest.of(DigestAlgorithm.CANONICAL, config);
        String image = """
                {"schemaVersion":2,"mediaType":"%s","config":{"mediaType":\
                "application/vnd.docker.container.image.v1+json","size":2,"digest":"%s"},"layers":[]}""".formatted(type, blob);
        Instant before = Instant.now().minusSeconds(1);
        try (Registry registry = registry()) {
            assertThat(send(registry, "POST", "/v2/library/app/blobs/uploads/?digest=" + blob, "{}"))
                    .isEqualTo(201);
            assertThat(HarborNotification.parse(next())).as("a blob").isEmpty();
            assertThat(send(registry, "PUT", "/v2/library/app/manifests/oci", MANIFEST))
                    .isEqualTo(201);
            assertThat(HarborNotification.parse(next())).as("an index of OCI").isEmpty();
            assertThat(send(registry, "PUT", "/v2/library/app/manifests/v1", type, image))
                    .isEqualTo(201);
            HarborNotification event = HarborNotification.parse(next()).orElseThrow();
            assertThat(event)
                    .isEqualTo(new HarborNotification(
                            event.time(),
                            "push",
                            "library",
                            "library/app",
                            "v1",
                            Digest.of(DigestAlgorithm.CANONICAL, image.getBytes(StandardCharsets.UTF_8))
                                    .toString(),
                            "anonymous"));
            assertThat(event.time()).isBetween(before, Instant.now().plusSeconds(1));
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
