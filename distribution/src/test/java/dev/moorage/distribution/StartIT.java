package dev.moorage.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests what a start costs, by the classes that Java loads for it until the first response (docs/adr/0014). */
class StartIT {
    private static List<String> loaded = List.of();

    @BeforeAll
    static void startAndAskOnce(@TempDir Path folder) throws IOException, InterruptedException {
        Path classes = folder.resolve("classes");
        try (PackagedServer server = PackagedServer.start(
                        folder.resolve("root"), folder.resolve("log"), "-Xlog:class+load=info:file=" + classes);
                HttpClient client = HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .build()) {
            HttpRequest request = HttpRequest.newBuilder(URI.create("http://" + server.address() + "/v2/"))
                    .build();
            assertThat(client.send(request, BodyHandlers.discarding()).statusCode())
                    .isEqualTo(200);
            loaded = Files.readAllLines(classes);
        }
    }

    @Test
    void almostAllClassesComeFromTheCache() {
        assertThat(loaded).hasSizeGreaterThan(3000);
        assertThat(loaded.stream().filter(line -> !line.contains("shared objects file")))
                .as("classes that are made, or read from jars and verified")
                .hasSizeLessThan(52);
    }

    @Test
    void whatIsSwitchedOffIsNotLoaded() {
        assertThat(loaded)
                .noneMatch(line -> line.contains(" io.opentelemetry."))
                .noneMatch(line -> line.contains(" dev.moorage.tracing."))
                .noneMatch(line -> line.contains(" io.prometheus."))
                .noneMatch(line -> line.contains(" dev.moorage.metrics."))
                .noneMatch(line -> line.contains(" dev.moorage.notifications."));
    }

    @Test
    void notificationsWithoutMetricsLoadNoMetrics(@TempDir Path folder) throws IOException, InterruptedException {
        Path classes = folder.resolve("classes");
        try (PackagedServer server = PackagedServer.start(
                folder.resolve("root"),
                folder.resolve("log"),
                Map.of(
                        "REGISTRY_NOTIFICATIONS_ENDPOINTS",
                        "[{name: bell, url: 'http://127.0.0.1:1/'}]",
                        "MOORAGE_JAVA_OPTS",
                        "-Xlog:class+load=info:file=" + classes))) {
            assertThat(server.accepts()).isTrue();
            assertThat(server.stop()).isTrue();
        }
        assertThat(Files.readAllLines(classes))
                .anyMatch(line -> line.contains(" dev.moorage.notifications."))
                .noneMatch(line -> line.contains(" io.prometheus."))
                .noneMatch(line -> line.contains(" dev.moorage.metrics."));
    }

    @Test
    void theParserOfCommandLinesAnHttpClientAndTlsAreNotLoaded() {
        assertThat(loaded)
                .noneMatch(line -> line.contains(" picocli."))
                .noneMatch(line -> line.contains(" jdk.internal.net.http."))
                .noneMatch(line -> line.contains(" sun.security.ssl.SSLContext"));
    }
}
