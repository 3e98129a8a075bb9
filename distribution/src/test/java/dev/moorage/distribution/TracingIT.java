package dev.moorage.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Traces of the package: from jars that are in no class path of a start without them (docs/adr/0073). */
class TracingIT extends PackageScenario {
    private static final String MANIFEST = """
            {"schemaVersion":2,"mediaType":"application/vnd.oci.image.index.v1+json","manifests":[]}""";

    private PackagedServer start(Map<String, String> variables) throws IOException {
        return PackagedServer.start(root(), folder.resolve("log"), variables);
    }

    private int push(PackagedServer server) throws IOException, InterruptedException {
        return send(server, "PUT", "/v2/a/manifests/v1", MANIFEST.getBytes(StandardCharsets.UTF_8))
                .statusCode();
    }

    @Test
    void aCollectorGetsTheSpansOfAPushAndTheCacheOfClassesIsUsed() throws Exception {
        List<String> bodies = new CopyOnWriteArrayList<>();
        HttpServer collector = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        collector.createContext("/v1/traces", exchange -> {
            bodies.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.ISO_8859_1));
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        collector.start();
        Path classes = folder.resolve("classes");
        String url = "http://127.0.0.1:" + collector.getAddress().getPort();
        try (PackagedServer server = start(Map.of(
                "OTEL_EXPORTER_OTLP_ENDPOINT", url, "MOORAGE_JAVA_OPTS", "-Xlog:class+load=info:file=" + classes))) {
            assertThat(push(server)).isEqualTo(201);
            assertThat(server.stop()).isTrue();
        } finally {
            collector.stop(0);
        }
        assertThat(String.join("", bodies))
                .contains("PUT /v2/{name}/manifests/{reference}", "storage put", "moorage.repository", "filesystem");
        List<String> loaded = Files.readAllLines(classes);
        assertThat(loaded.stream().filter(line -> line.contains("shared objects file")))
                .hasSizeGreaterThan(3000);
        assertThat(loaded).anyMatch(line -> line.contains(" io.opentelemetry."));
    }

    @Test
    void aCollectorThatCannotBeReachedIsOneLineInTheLog() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        try (PackagedServer server = start(Map.of(
                "OTEL_EXPORTER_OTLP_ENDPOINT",
                "http://127.0.0.1:" + port,
                "OTEL_BSP_SCHEDULE_DELAY",
                "50",
                // A batch is tried for eight seconds otherwise.
                "OTEL_JAVA_EXPORTER_OTLP_RETRY_DISABLED",
                "true"))) {
            long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
            while (failures() == 0 && System.nanoTime() < end) {
                assertThat(push(server)).isEqualTo(201);
            }
            assertThat(failures()).isOne();
            for (int request = 0; request < 200; request++) {
                assertThat(push(server)).isEqualTo(201);
            }
            assertThat(server.stop()).isTrue();
        }
        assertThat(failures()).isOne();
    }

    private long failures() throws IOException {
        try (Stream<String> lines = Files.lines(folder.resolve("log"))) {
            return lines.filter(line -> line.contains("Failed to export")).count();
        }
    }

    @Test
    void aProtocolThatIsNotSpokenEndsTheStart() throws Exception {
        PackagedServer.Ended ended = PackagedServer.run(
                Map.of(
                        "OTEL_EXPORTER_OTLP_PROTOCOL",
                        "grpc",
                        "OTEL_TRACES_EXPORTER",
                        "otlp",
                        "REGISTRY_HTTP_ADDR",
                        "127.0.0.1:0",
                        "REGISTRY_STORAGE_FILESYSTEM_ROOTDIRECTORY",
                        root().toString()),
                "serve");
        assertThat(ended.status()).isEqualTo(2);
        assertThat(ended.errors()).contains("OTEL_EXPORTER_OTLP_PROTOCOL").contains("http/protobuf");
    }
}
