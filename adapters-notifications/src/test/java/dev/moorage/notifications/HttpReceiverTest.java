package dev.moorage.notifications;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.moorage.application.port.out.notification.Notification;
import dev.moorage.application.port.out.notification.NotificationReceiver.Receipt;
import dev.moorage.domain.outbox.DeliveryAnswer;
import dev.moorage.domain.outbox.EventKey;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Deliveries to a real server, read as known receivers read them. */
class HttpReceiverTest {
    private static final String EVENT = """
            {"id":"0193-1","timestamp":"2026-11-30T12:00:00Z","action":"push","target":{"mediaType":"m","digest":"sha256:1",\
            "repository":"team/app","url":"http://r/v2/team/app/manifests/sha256:1","tag":"v1"},\
            "request":{"id":"","addr":"","host":"registry.example.org","method":"PUT","useragent":""},"actor":{},"source":{}}""";

    private record Posted(String method, String path, Map<String, List<String>> headers, String body) {}

    private final BlockingQueue<Posted> posted = new LinkedBlockingQueue<>();
    private HttpServer server;
    private int status = 200;

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
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        String path = exchange.getRequestURI().getPath();
        posted.add(new Posted(exchange.getRequestMethod(), path, Map.copyOf(exchange.getRequestHeaders()), body));
        if (path.equals("/nowhere")) {
            exchange.getResponseHeaders().set("Location", "http://127.0.0.1:70000/");
            exchange.sendResponseHeaders(307, -1);
        } else if (path.startsWith("/moved")) {
            exchange.getResponseHeaders().set("Location", "/new");
            exchange.sendResponseHeaders(Integer.parseInt(path.substring(6)), -1);
        } else {
            exchange.sendResponseHeaders(status, -1);
        }
        exchange.close();
    }

    private Receipt deliver(String path, EnvelopeFormat format, Optional<String> secret) {
        ReceiverSettings settings = new ReceiverSettings(
                URI.create("http://user:word@127.0.0.1:" + server.getAddress().getPort() + path),
                Map.of("X-Custom", List.of("a", "b")),
                Duration.ofSeconds(5),
                format,
                secret);
        EventKey key = new EventKey(new UUID(1, 2), "00000000");
        try (HttpReceiver receiver = new HttpReceiver(settings, Optional.empty())) {
            return receiver.deliver(new Notification(key, EVENT.getBytes(StandardCharsets.UTF_8)));
        }
    }

    /** Keel reads the event so in {@code pkg/http/registry_notifications.go}, and takes nothing else from the request. */
    @Test
    void theBodyIsThatOfDistributionAndKeelFindsTheImageInIt() {
        assertThat(deliver("/", EnvelopeFormat.DISTRIBUTION, Optional.empty()))
                .isEqualTo(new Receipt(DeliveryAnswer.ACCEPTED, "200 OK"));
        Posted one = posted.remove();
        assertThat(one.headers().get("Content-type"))
                .containsExactly("application/vnd.docker.distribution.events.v2+json");
        assertThat(one.headers().get("X-custom")).containsExactly("a", "b");
        assertThat(one.headers().get("Authorization")).containsExactly("Basic dXNlcjp3b3Jk");
        assertThat(one.body()).startsWith("{\n   \"events\": [\n      {\n         \"id\": \"0193-1\",\n");
        JsonNode events = JsonMapper.shared().readTree(one.body()).path("events");
        assertThat(events).hasSize(1);
        JsonNode event = events.get(0);
        assertThat(event.path("action").asString()).isEqualTo("push");
        assertThat(Instant.parse(event.path("timestamp").asString())).isEqualTo("2026-11-30T12:00:00Z");
        assertThat(event.path("target").path("digest").asString()).isEqualTo("sha256:1");
        assertThat(event.path("request").path("host").asString() + "/"
                        + event.path("target").path("repository").asString() + ":"
                        + event.path("target").path("tag").asString())
                .isEqualTo("registry.example.org/team/app:v1");
    }

    /**
     * A receiver of Flux of the type {@code generic-hmac} compares {@code X-Signature} with the HMAC of the body, after the name of the
     * hash: {@code validate} of {@code internal/server/receiver_handlers.go} in its notification-controller.
     */
    @Test
    void aSecretSignsTheBodyAsFluxVerifiesIt() {
        deliver("/", EnvelopeFormat.DISTRIBUTION, Optional.of("token"));
        Posted one = posted.remove();
        assertThat(one.headers().get("X-signature"))
                .containsExactly(Signature.of(one.body().getBytes(StandardCharsets.UTF_8), "token"));
        // RFC 4231, section 4.3.
        assertThat(Signature.of("what do ya want for nothing?".getBytes(StandardCharsets.UTF_8), "Jefe"))
                .isEqualTo("sha256=5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    }

    @Test
    void aCloudEventHasTheEventAsItsData() {
        deliver("/", EnvelopeFormat.CLOUDEVENTS, Optional.empty());
        Posted one = posted.remove();
        JsonNode event = JsonMapper.shared().readTree(one.body());
        assertThat(event.path("type").asString()).isEqualTo("dev.moorage.manifest.pushed");
        assertThat(event.path("subject").asString()).isEqualTo("team/app:v1");
        assertThat(event.path("data").path("action").asString()).isEqualTo("push");
        assertThat(one.headers().get("Content-type").getFirst()).startsWith("application/cloudevents+json");
    }

    @Test
    void redirectsAreFollowedAsInDistribution() {
        deliver("/moved307", EnvelopeFormat.DISTRIBUTION, Optional.empty());
        assertThat(posted).extracting(Posted::method).containsExactly("POST", "POST");
        posted.clear();
        deliver("/moved302", EnvelopeFormat.DISTRIBUTION, Optional.empty());
        assertThat(posted).extracting(Posted::method).containsExactly("POST", "GET");
        assertThat(posted).extracting(Posted::path).containsExactly("/moved302", "/new");
    }

    @Test
    void aRedirectToAPortThatThereIsNotIsAFailure() {
        assertThat(deliver("/nowhere", EnvelopeFormat.DISTRIBUTION, Optional.empty())
                        .answer())
                .isEqualTo(DeliveryAnswer.FAILED);
    }

    @Test
    void aStatusSaysWhetherAnotherAttemptIsOfUse() {
        Map.of(
                        204, DeliveryAnswer.ACCEPTED,
                        304, DeliveryAnswer.ACCEPTED,
                        400, DeliveryAnswer.REFUSED,
                        404, DeliveryAnswer.REFUSED,
                        408, DeliveryAnswer.FAILED,
                        429, DeliveryAnswer.FAILED,
                        500, DeliveryAnswer.FAILED,
                        503, DeliveryAnswer.FAILED)
                .forEach((code, answer) -> {
                    status = code;
                    assertThat(deliver("/", EnvelopeFormat.DISTRIBUTION, Optional.empty())
                                    .answer())
                            .as("%d", code)
                            .isEqualTo(answer);
                });
    }

    @Test
    void aServerThatIsNotThereIsAFailure() {
        server.stop(0);
        assertThat(deliver("/", EnvelopeFormat.DISTRIBUTION, Optional.empty()).answer())
                .isEqualTo(DeliveryAnswer.FAILED);
    }
}
