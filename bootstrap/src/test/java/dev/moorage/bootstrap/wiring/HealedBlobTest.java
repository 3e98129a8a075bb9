package dev.moorage.bootstrap.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.digest.DigestAlgorithm;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A blob that was damaged, was read so, and is pushed again, on two servers whose caches remember it for an hour. */
class HealedBlobTest {
    private static final byte[] CONTENT = "all that the blob has".getBytes(StandardCharsets.UTF_8);
    private static final Digest DIGEST = Digest.of(DigestAlgorithm.SHA256, CONTENT);
    private static final String LENGTH = Integer.toString(CONTENT.length);

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Registry here;
    private final Registry elsewhere;
    private final Path root;

    HealedBlobTest(@TempDir Path root) throws Exception {
        this.root = root;
        Map<String, String> settings =
                Map.of("REGISTRY_STORAGE_CACHE_TTL", "1h", "REGISTRY_HTTP_SECRET", "0123456789abcdef0123456789abcdef");
        here = Registry.start(Loopback.over(root, settings));
        elsewhere = Registry.start(Loopback.over(root, settings));
    }

    @AfterEach
    void stop() throws IOException {
        client.close();
        here.close();
        elsewhere.close();
    }

    private HttpResponse<byte[]> send(Registry registry, String method, String path, BodyPublisher body)
            throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + registry.port() + "/v2/" + path))
                        .method(method, body)
                        .build(),
                HttpResponse.BodyHandlers.ofByteArray());
    }

    private void push(String repository) throws IOException, InterruptedException {
        assertThat(send(
                                here,
                                "POST",
                                repository + "/blobs/uploads/?digest=" + DIGEST,
                                BodyPublishers.ofByteArray(CONTENT))
                        .statusCode())
                .isEqualTo(201);
    }

    private String lengthOf(Registry registry, String repository) throws IOException, InterruptedException {
        return send(registry, "HEAD", repository + "/blobs/" + DIGEST, BodyPublishers.noBody())
                .headers()
                .firstValue("Content-Length")
                .orElse("none");
    }

    private HttpResponse<byte[]> get(Registry registry, String repository) throws IOException, InterruptedException {
        return send(registry, "GET", repository + "/blobs/" + DIGEST, BodyPublishers.noBody());
    }

    private void damage() throws IOException {
        Path data = root.resolve("docker/registry/v2/blobs/sha256")
                .resolve(DIGEST.hex().substring(0, 2))
                .resolve(DIGEST.hex())
                .resolve("data");
        try (FileChannel file = FileChannel.open(data, StandardOpenOption.WRITE)) {
            file.truncate(3);
        }
    }

    @Test
    void aBlobThatIsPushedAgainIsServedAtOnceByBothServers() throws Exception {
        push("a");
        push("b");
        damage();
        for (Registry registry : new Registry[] {here, elsewhere}) {
            assertThat(lengthOf(registry, "a")).isEqualTo("3");
            assertThat(lengthOf(registry, "b")).isEqualTo("3");
        }
        push("a");
        assertThat(lengthOf(here, "a")).isEqualTo(LENGTH);
        assertThat(lengthOf(here, "b")).isEqualTo(LENGTH);
        assertThat(get(here, "b").body()).isEqualTo(CONTENT);
        assertThat(get(elsewhere, "a").body()).isEqualTo(CONTENT);
        assertThat(lengthOf(elsewhere, "b")).isEqualTo(LENGTH);
    }

    @Test
    void aBlobThatIsDamagedAfterItsSizeWasRememberedIsNeverAShort200() throws Exception {
        push("a");
        assertThat(lengthOf(here, "a")).isEqualTo(LENGTH);
        assertThat(get(elsewhere, "a").body()).isEqualTo(CONTENT);
        damage();
        for (Registry registry : new Registry[] {here, elsewhere}) {
            HttpResponse<byte[]> answer = get(registry, "a");
            assertThat(answer.headers().firstValue("Content-Length"))
                    .as("status %d", answer.statusCode())
                    .contains(Integer.toString(answer.body().length));
        }
        push("b");
        assertThat(get(here, "a").body()).isEqualTo(CONTENT);
        assertThat(get(elsewhere, "a").body()).isEqualTo(CONTENT);
    }
}
