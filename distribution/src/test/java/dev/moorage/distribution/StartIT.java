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
