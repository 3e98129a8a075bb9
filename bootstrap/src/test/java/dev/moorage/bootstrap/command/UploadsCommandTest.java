package dev.moorage.bootstrap.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moorage.bootstrap.config.Defaults;
import dev.moorage.bootstrap.wiring.Features;
import dev.moorage.bootstrap.wiring.Registry;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Lists and ends uploads in the storage of a server that runs. */
class UploadsCommandTest {
    private static final Pattern ID = Pattern.compile("[0-9a-f]{8}-[0-9a-f-]{27}");

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @TempDir
    private Path root;

    private Map<String, String> variables() {
        return Map.of(
                "REGISTRY_LOG_LEVEL",
                "error",
                "REGISTRY_HTTP_ADDR",
                "127.0.0.1:0",
                "REGISTRY_HTTP_SECRET",
                "0123456789abcdef0123456789abcdef",
                "REGISTRY_STORAGE_FILESYSTEM_ROOTDIRECTORY",
                root.toString());
    }

    private String run(int status, String... command) {
        StringWriter said = new StringWriter();
        int ended = MoorageCommand.commandLine(variables())
                .setOut(new PrintWriter(said, true))
                .setErr(new PrintWriter(said, true))
                .execute(command);
        assertThat(ended).as(said.toString()).isEqualTo(status);
        return said.toString();
    }

    private HttpResponse<String> send(String method, URI uri, BodyPublisher body)
            throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(uri).method(method, body).build();
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void anUploadIsListedAndEndedWhileItsServerRuns() throws Exception {
        try (client;
                Registry registry = Registry.start(Features.configurationReader(Defaults.QUICK_START)
                        .read(Optional.empty(), variables())
                        .configuration())) {
            URI base = URI.create("http://127.0.0.1:" + registry.port());
            URI start = base.resolve("/v2/a/b/blobs/uploads/");
            URI upload = base.resolve(send("POST", start, BodyPublishers.noBody())
                    .headers()
                    .firstValue("Location")
                    .orElseThrow());
            HttpResponse<String> patched = send("PATCH", upload, BodyPublishers.ofByteArray(new byte[12_345]));
            assertThat(patched.statusCode()).isEqualTo(202);
            assertThat(send("GET", base.resolve("/v2/_moorage/uploads"), BodyPublishers.noBody())
                            .body())
                    .contains("\"bytes\":12345");

            String listed = run(0, "uploads", "list");
            assertThat(listed).contains("a/b ", ": 12345 bytes, started ", "Uploads: 1, failed: 0.");
            Matcher id = ID.matcher(listed);
            assertThat(id.find()).isTrue();
            assertThat(run(0, "uploads", "abort", "--repository", "a/b", "--id", id.group()))
                    .contains("The upload was ended.");

            URI next = base.resolve(patched.headers().firstValue("Location").orElseThrow());
            HttpResponse<String> late = send("PATCH", next, BodyPublishers.ofByteArray(new byte[1]));
            assertThat(late.statusCode()).isEqualTo(404);
            assertThat(late.body()).contains("BLOB_UPLOAD_UNKNOWN");
            assertThat(run(0, "uploads", "list")).isEqualTo("Uploads: 0, failed: 0." + System.lineSeparator());
            assertThat(run(0, "uploads", "list", "--ended")).contains(id.group() + ": ended, ");
            assertThat(run(1, "uploads", "abort", "--repository", "a/b", "--id", id.group()))
                    .contains("no such upload");
        }
    }

    @Test
    void wrongArgumentsAreRefused() {
        assertThat(run(2, "uploads")).contains("list or abort");
        assertThat(run(2, "uploads", "abort", "--id", "x")).contains("--repository");
    }
}
