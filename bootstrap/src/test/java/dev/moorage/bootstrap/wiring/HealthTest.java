package dev.moorage.bootstrap.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.moorage.bootstrap.config.Configuration;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests the responses to a readiness probe. */
class HealthTest {
    @TempDir
    private Path folder;

    private Configuration configuration(int debugPort) throws Exception {
        return Loopback.over(
                root(),
                Map.of(
                        "REGISTRY_HTTP_DEBUG_ADDR",
                        "127.0.0.1:" + debugPort,
                        "REGISTRY_HEALTH_STORAGEDRIVER_INTERVAL",
                        "1ns"));
    }

    private Path root() {
        return folder.resolve("root");
    }

    private static HttpResponse<String> get(int port, String path) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        }
    }

    /** Waits until all checks have succeeded. The first run of a check may take long on a machine that is busy. */
    private static void awaitReady(Registry registry) throws Exception {
        awaitAnswer(registry, "{}");
    }

    private static void awaitAnswer(Registry registry, String expected) throws Exception {
        long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        HttpResponse<String> answer = get(registry.debugPort().orElseThrow(), "/debug/health");
        while (!answer.body().equals(expected)) {
            assertThat(System.nanoTime()).as(answer.body()).isLessThan(deadline);
            answer = get(registry.debugPort().orElseThrow(), "/debug/health");
        }
        assertThat(answer.statusCode()).isEqualTo(expected.equals("{}") ? 200 : 503);
    }

    @Test
    void theRegistryIsReadyAsLongAsItsStorageIs() throws Exception {
        try (Registry registry = Registry.start(configuration(0))) {
            awaitReady(registry);
            int port = registry.debugPort().orElseThrow();
            HttpResponse<String> well = get(port, "/debug/health");
            assertThat(well.statusCode()).isEqualTo(200);
            assertThat(well.body()).isEqualTo("{}");
            assertThat(well.headers().firstValue("Content-Type")).contains("application/json");

            Files.move(root(), folder.resolve("elsewhere"));
            HttpResponse<String> gone = get(port, "/debug/health");
            assertThat(gone.statusCode()).isEqualTo(503);
            assertThat(gone.body()).isEqualTo("{\"storagedriver_filesystem\":\"the root directory is gone\"}");

            Files.move(folder.resolve("elsewhere"), root());
            assertThat(get(port, "/debug/health").statusCode()).isEqualTo(200);
            assertThat(get(port, "/v2/").statusCode()).isEqualTo(404);
            assertThat(get(registry.port(), "/debug/health").statusCode()).isEqualTo(404);
        }
    }

    @Test
    void livenessDoesNotAskTheStorageAndClientsSeeNoReasons() throws Exception {
        try (Registry registry = Registry.start(configuration(0))) {
            awaitReady(registry);
            int port = registry.debugPort().orElseThrow();
            assertThat(get(registry.port(), "/readyz").body()).isEqualTo("{}");
            Files.move(root(), folder.resolve("elsewhere"));
            for (String path : List.of("/livez", "/startupz")) {
                assertThat(get(port, path).statusCode()).as(path).isEqualTo(200);
            }
            assertThat(get(port, "/readyz").body()).contains("the root directory is gone");
            assertThat(get(registry.port(), "/livez").statusCode()).isEqualTo(200);
            HttpResponse<String> ready = get(registry.port(), "/readyz");
            assertThat(ready.statusCode()).isEqualTo(503);
            assertThat(ready.body()).contains("UNAVAILABLE").doesNotContain("root");
            assertThat(get(registry.port(), "/v2/").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void aFileTakesTheRegistryOutOfRotationAndRefusesRequestsWhereThatIsConfigured() throws Exception {
        Path file = folder.resolve("out of rotation");
        Map<String, String> more = Map.of(
                "REGISTRY_HTTP_DEBUG_ADDR", "127.0.0.1:0",
                "REGISTRY_HEALTH_FILE_0_FILE", file.toString(),
                "REGISTRY_HEALTH_FILE_0_INTERVAL", "1ns",
                "REGISTRY_HEALTH_REFUSE", "true");
        try (Registry registry = Registry.start(Loopback.over(root(), more))) {
            awaitReady(registry);
            int port = registry.debugPort().orElseThrow();
            assertThat(get(port, "/readyz").statusCode()).isEqualTo(200);
            assertThat(get(registry.port(), "/v2/").statusCode()).isEqualTo(200);
            Files.createFile(file);
            assertThat(get(port, "/readyz").body()).isEqualTo("{\"" + file + "\":\"file exists\"}");
            for (String path : List.of("/", "/v2/")) {
                assertThat(get(registry.port(), path).statusCode()).as(path).isEqualTo(503);
            }
            assertThat(get(registry.port(), "/livez").statusCode()).isEqualTo(200);
            Files.delete(file);
            assertThat(get(port, "/readyz").statusCode()).isEqualTo(200);
            assertThat(get(registry.port(), "/v2/").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void serversAndAddressesThatAreConfiguredAreAsked() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                Registry other = Registry.start(Loopback.over(folder.resolve("other"), Map.of()))) {
            String secret = "http://user:secret@127.0.0.1:" + other.port() + "/v2/none?token=secret";
            Map<String, String> more = Map.of(
                    "REGISTRY_HTTP_DEBUG_ADDR",
                    "127.0.0.1:0",
                    "REGISTRY_HEALTH_HTTP_0_URI",
                    "http://127.0.0.1:" + other.port() + "/v2/",
                    "REGISTRY_HEALTH_HTTP_1_URI",
                    secret,
                    "REGISTRY_HEALTH_TCP_0_ADDR",
                    "127.0.0.1:" + silent.getLocalPort());
            try (Registry registry = Registry.start(Loopback.over(root(), more))) {
                awaitAnswer(
                        registry,
                        "{\"http://127.0.0.1:" + other.port()
                                + "/v2/none\":\"the response has the status 404 and not 200\"}");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1:0", "localhost:0", ":0", "0.0.0.0:0", "'[::1]:0'", "'[::]:0'"})
    void theRegistryAsksItsOwnPortWhereverItListens(String address) throws Exception {
        Map<String, String> more = Map.of(
                "REGISTRY_HTTP_ADDR",
                address,
                "REGISTRY_HTTP_PREFIX",
                "/below/",
                "REGISTRY_HTTP_DEBUG_ADDR",
                "127.0.0.1:0");
        try (Registry registry = Registry.start(Loopback.over(root(), more))) {
            awaitReady(registry);
        }
    }

    @Test
    void theRegistryAsksItsOwnPortOverTlsAlsoWhereClientsNeedACertificate() throws Exception {
        SelfSigned certificate = SelfSigned.in(folder, "own");
        for (Map<String, String> clients : List.of(
                Map.<String, String>of(),
                Map.of(
                        "REGISTRY_HTTP_TLS_CLIENTCAS_0",
                        certificate.certificate().toString()))) {
            Map<String, String> more = new HashMap<>(clients);
            more.put("REGISTRY_HTTP_TLS_CERTIFICATE", certificate.certificate().toString());
            more.put("REGISTRY_HTTP_TLS_KEY", certificate.key().toString());
            more.put("REGISTRY_HTTP_DEBUG_ADDR", "127.0.0.1:0");
            try (Registry registry = Registry.start(Loopback.over(root(), more))) {
                awaitReady(registry);
            }
        }
    }

    @Test
    void whereTheAddressIsTakenNothingStarts() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatExceptionOfType(IOException.class)
                    .isThrownBy(() -> Registry.start(configuration(taken.getLocalPort())))
                    .withRootCauseInstanceOf(BindException.class);
        }
        try (Registry registry = Registry.start(configuration(0))) {
            assertThat(get(registry.port(), "/v2/").statusCode()).isEqualTo(200);
        }
    }
}
