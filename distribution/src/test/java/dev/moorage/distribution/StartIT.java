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
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests what a start costs, by the classes that Java loads for it until the first response (docs/adr/0014). */
class StartIT {
    private static List<String> loaded = List.of();
    private static List<String> loadedForAFile = List.of();

    @BeforeAll
    static void startAndAskOnce(@TempDir Path folder) throws IOException, InterruptedException {
        Path file = Files.writeString(folder.resolve("config.yml"), """
                version: 0.1
                storage:
                  delete:
                    enabled: true
                """);
        loaded = loaded(folder.resolve("variables"));
        loadedForAFile = loaded(folder.resolve("file"), file.toString());
    }

    private static List<String> loaded(Path folder, String... arguments) throws IOException, InterruptedException {
        Path classes = Files.createDirectory(folder).resolve("classes");
        try (PackagedServer server = PackagedServer.start(
                        folder.resolve("root"),
                        folder.resolve("log"),
                        Map.of("MOORAGE_JAVA_OPTS", "-Xlog:class+load=info:file=" + classes),
                        arguments);
                HttpClient client = HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .build()) {
            HttpRequest request = HttpRequest.newBuilder(URI.create("http://" + server.address() + "/v2/"))
                    .build();
            assertThat(client.send(request, BodyHandlers.discarding()).statusCode())
                    .isEqualTo(200);
            return Files.readAllLines(classes);
        }
    }

    private static Stream<String> outsideOfTheCache(List<String> classes) {
        return classes.stream().filter(line -> !line.contains("shared objects file"));
    }

    @Test
    void almostAllClassesComeFromTheCache() {
        assertThat(loaded).hasSizeGreaterThan(3000);
        assertThat(outsideOfTheCache(loaded))
                .as("classes that are made, or read from jars and verified")
                .hasSizeLessThan(42);
    }

    @Test
    void aConfigurationFileIsReadWithClassesOfTheCache() {
        assertThat(outsideOfTheCache(loadedForAFile)).hasSizeLessThan(42).noneMatch(line -> line.contains(".yaml."));
    }

    @Test
    void theReaderOfRulesIsNotLoadedForAFileWithoutRules() {
        assertThat(loadedForAFile).noneMatch(line -> line.contains(" dev.moorage.bootstrap.access.LocatedYaml"));
    }

    @Test
    void whatIsSwitchedOffIsNotLoaded() {
        assertThat(loaded)
                .noneMatch(line -> line.contains(" io.opentelemetry."))
                .noneMatch(line -> line.contains(" dev.moorage.tracing."))
                .noneMatch(line -> line.contains(" dev.moorage.storage.s3."))
                .noneMatch(line -> line.contains(" dev.moorage.storage.azure."))
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

    @Test
    void accessControlThatIsNotConfiguredIsNotLoaded() {
        assertThat(loaded)
                .as("libraries for tokens and directories")
                .noneMatch(line -> line.contains(" com.nimbusds."))
                .noneMatch(line -> line.contains(" com.unboundid."));
        assertThat(loaded.stream().filter(line -> line.contains(" dev.moorage.identity.")))
                .as("records of settings, and types that other classes name")
                .hasSizeLessThan(30)
                .allMatch(line -> line.contains("shared objects file"));
    }
}
