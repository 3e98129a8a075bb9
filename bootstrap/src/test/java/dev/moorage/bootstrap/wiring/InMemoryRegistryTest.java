package dev.moorage.bootstrap.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moorage.bootstrap.config.ConfigurationReader;
import dev.moorage.bootstrap.config.Defaults;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code storage: inmemory}, as people have it in tests. */
class InMemoryRegistryTest {
    private static final String DIGEST = "sha256:2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";

    @TempDir
    private Path folder;

    @Test
    void whatIsPushedIsServedAndAWarningSaysThatItWillBeGone() throws Exception {
        Path file = Files.writeString(
                folder.resolve("config.yml"), "version: 0.1\nstorage: inmemory\nhttp: {addr: '127.0.0.1:0'}\n");
        ConfigurationReader.Result result =
                Features.configurationReader(Defaults.QUICK_START).read(Optional.of(file), Map.of());
        assertThat(result.warnings()).singleElement().asString().startsWith("storage.inmemory: is for tests");
        try (Registry registry = Registry.start(result.configuration());
                HttpClient client = HttpClient.newHttpClient()) {
            String blobs = "http://127.0.0.1:" + registry.port() + "/v2/a/blobs/";
            HttpRequest push = HttpRequest.newBuilder(URI.create(blobs + "uploads/?digest=" + DIGEST))
                    .header("Content-Type", "application/octet-stream")
                    .POST(BodyPublishers.ofString("hello"))
                    .build();
            assertThat(client.send(push, BodyHandlers.discarding()).statusCode())
                    .isEqualTo(201);
            HttpRequest pull =
                    HttpRequest.newBuilder(URI.create(blobs + DIGEST)).build();
            assertThat(client.send(pull, BodyHandlers.ofString()).body()).isEqualTo("hello");
        }
    }
}
