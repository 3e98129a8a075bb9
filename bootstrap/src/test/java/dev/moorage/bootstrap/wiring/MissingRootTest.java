package dev.moorage.bootstrap.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.digest.DigestAlgorithm;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A registry whose volume goes away under it, and comes back. */
class MissingRootTest {
    private static final byte[] SMALL = {1, 2, 3};
    private static final byte[] LARGE = new byte[300_000];

    @TempDir
    private Path folder;

    private final HttpClient client = HttpClient.newHttpClient();

    private Path root() {
        return folder.resolve("root");
    }

    private HttpResponse<byte[]> send(Registry registry, String method, String path, byte[] body)
            throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + registry.port() + path))
                        .method(method, BodyPublishers.ofByteArray(body))
                        .build(),
                BodyHandlers.ofByteArray());
    }

    private static String push(byte[] blob) {
        return "/v2/a/blobs/uploads/?digest=" + Digest.of(DigestAlgorithm.SHA256, blob);
    }

    private record Call(String method, String path, byte[] body) {}

    @Test
    void everythingIs503AndNothingIsMadeUntilTheRootIsBack() throws Exception {
        Digest digest = Digest.of(DigestAlgorithm.SHA256, SMALL);
        String blob = "/v2/a/blobs/" + digest;
        try (Registry registry = Registry.start(Loopback.over(root(), Map.of("REGISTRY_STORAGE_CACHE_TTL", "0s")))) {
            assertThat(send(registry, "POST", push(SMALL), SMALL).statusCode()).isEqualTo(201);
            String started = send(registry, "POST", "/v2/a/blobs/uploads/", new byte[0])
                    .headers()
                    .firstValue("Location")
                    .orElseThrow();
            HttpResponse<byte[]> patched = send(registry, "PATCH", started, LARGE);
            String upload = patched.headers().firstValue("Location").orElseThrow();
            Files.move(root(), folder.resolve("elsewhere"));
            Files.createDirectory(root());
            for (Call call : List.of(
                    new Call("GET", blob, new byte[0]),
                    new Call("HEAD", blob, new byte[0]),
                    new Call("GET", "/v2/a/manifests/latest", new byte[0]),
                    new Call("GET", "/v2/a/tags/list", new byte[0]),
                    new Call("GET", "/v2/_catalog", new byte[0]),
                    new Call("GET", upload, new byte[0]),
                    new Call("PATCH", upload, SMALL),
                    new Call("DELETE", blob, new byte[0]),
                    new Call("POST", push(SMALL), SMALL),
                    new Call("POST", push(LARGE), LARGE),
                    new Call("PUT", upload + "&digest=" + digest, SMALL))) {
                HttpResponse<byte[]> answer = send(registry, call.method(), call.path(), call.body());
                assertThat(answer.statusCode())
                        .as(call.method() + " " + call.path())
                        .isEqualTo(503);
                assertThat(answer.headers().firstValue("Retry-After")).contains("30");
            }
            assertThat(root()).isEmptyDirectory();
            Files.delete(root());
            Files.move(folder.resolve("elsewhere"), root());
            assertThat(send(registry, "GET", blob, new byte[0]).body()).isEqualTo(SMALL);
            Digest large = Digest.of(DigestAlgorithm.SHA256, LARGE);
            assertThat(send(registry, "PUT", upload + "&digest=" + large, new byte[0])
                            .statusCode())
                    .isEqualTo(201);
        }
    }
}
