package dev.moorage.bootstrap.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.digest.DigestAlgorithm;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A registry with {@code storage.maintenance.readonly.enabled}: it makes nothing in its root. */
class ReadOnlyRegistryTest {
    private static final byte[] BLOB = "a blob".getBytes(StandardCharsets.US_ASCII);

    @TempDir
    private Path root;

    private static int get(HttpClient client, int port, String path) throws Exception {
        return client.send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                                .build(),
                        HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    @Test
    void servesARootOfDistributionAndLeavesItAsItIs() throws Exception {
        Digest digest = Digest.of(DigestAlgorithm.SHA256, BLOB);
        Path blob = root.resolve("docker/registry/v2/blobs/sha256")
                .resolve(digest.hex().substring(0, 2))
                .resolve(digest.hex());
        Path link =
                root.resolve("docker/registry/v2/repositories/a/_layers/sha256").resolve(digest.hex());
        Files.write(Files.createDirectories(blob).resolve("data"), BLOB);
        Files.writeString(Files.createDirectories(link).resolve("link"), digest.toString());
        Map<String, String> variables = Map.of(
                "REGISTRY_STORAGE_MAINTENANCE_READONLY", "{enabled: true}", "REGISTRY_HTTP_DEBUG_ADDR", "127.0.0.1:0");
        try (Registry registry = Registry.start(Loopback.over(root, variables));
                HttpClient client = HttpClient.newHttpClient()) {
            assertThat(get(client, registry.port(), "/v2/a/blobs/" + digest)).isEqualTo(200);
            assertThat(get(client, registry.port(), "/v2/_catalog")).isEqualTo(200);
            assertThat(get(client, registry.debugPort().orElseThrow(), "/debug/health"))
                    .isEqualTo(200);
        }
        try (Stream<Path> there = Files.list(root)) {
            assertThat(there.map(path -> path.getFileName().toString())).containsExactly("docker");
        }
    }
}
