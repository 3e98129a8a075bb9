package dev.moorage.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moorage.application.layout.RegistryKeys;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.digest.DigestAlgorithm;
import dev.moorage.storage.memory.InMemoryStorageDriver;
import dev.moorage.storage.memory.InMemoryStore;
import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.object.Durability;
import dev.moorage.storage.spi.object.ObjectKey;
import dev.moorage.storage.spi.object.WriteCondition;
import dev.moorage.storage.tck.HookedStorageDriver;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tests that errors have no validators and no freshness. A cache must not take an error for the content, nor keep it. */
class ErrorsSayNothingOfContentTest {
    private static final byte[] CONTENT = "0123456789".getBytes(StandardCharsets.US_ASCII);
    private static final Digest BLOB = Digest.of(DigestAlgorithm.SHA256, CONTENT);
    private static final String INDEX =
            "{\"schemaVersion\":2,\"mediaType\":\"application/vnd.oci.image.index.v1+json\",\"manifests\":[]}";
    private static final HookedStorageDriver.Hook NOTHING = (_, _) -> {};

    private final StorageDriver store = new InMemoryStorageDriver(new InMemoryStore());
    private final RunningRegistry registry =
            new RunningRegistry(new HookedStorageDriver(store, (method, key) -> hook().before(method, key)));
    private final RawClient client = registry.client();
    private volatile HookedStorageDriver.Hook hook = NOTHING;

    ErrorsSayNothingOfContentTest() throws IOException {
        assertThat(client.send("POST /v2/a/blobs/uploads/?digest=" + BLOB, CONTENT)
                        .status())
                .isEqualTo(201);
        assertThat(client.send("PUT /v2/a/manifests/x", INDEX.getBytes(StandardCharsets.UTF_8))
                        .status())
                .isEqualTo(201);
    }

    private HookedStorageDriver.Hook hook() {
        return hook;
    }

    @AfterEach
    void stop() throws IOException {
        client.close();
        registry.close();
    }

    private static HookedStorageDriver.Hook onOpen(ObjectKey blob, HookedStorageDriver.Hook then) {
        return (method, key) -> {
            if (method.equals("open") && key.equals(blob)) {
                then.before(method, key);
            }
        };
    }

    private static void isAbout(RawClient.Answer answer, int status) {
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.header("Content-Type")).contains("application/json");
        assertThat(answer.headers())
                .doesNotContainKeys("cache-control", "etag", "docker-content-digest", "accept-ranges");
    }

    @Test
    void aBlobThatIsNotThere() throws IOException {
        isAbout(client.send("GET /v2/b/blobs/" + BLOB), 404);
    }

    @Test
    void aBlobThatGoesAwayBeforeItIsRead() throws IOException {
        hook = onOpen(
                RegistryKeys.blob(BLOB), (_, key) -> store.delete(key, WriteCondition.ANY, Durability.POWER_LOSS));
        isAbout(client.send("GET /v2/a/blobs/" + BLOB), 404);
    }

    @Test
    void aBlobThatCannotBeReadNow() throws IOException {
        hook = onOpen(RegistryKeys.blob(BLOB), (_, _) -> {
            throw new IOException("storage fails, as it was told to");
        });
        for (String range : List.of("bytes=0-", "none")) {
            RawClient.Answer answer = client.send("GET /v2/a/blobs/" + BLOB, "Range: " + range);
            isAbout(answer, 503);
            assertThat(answer.headers()).doesNotContainKey("content-range");
        }
        hook = NOTHING;
        assertThat(client.send("GET /v2/a/blobs/" + BLOB).header("ETag")).contains("\"" + BLOB + "\"");
    }

    @Test
    void aRangeThatTheBlobDoesNotHave() throws IOException {
        RawClient.Answer answer = client.send("GET /v2/a/blobs/" + BLOB, "Range: bytes=10-");
        isAbout(answer, 416);
        assertThat(answer.header("Content-Range")).contains("bytes */10");
    }

    @Test
    void aManifestThatCannotBeReadNow() throws IOException {
        Digest manifest = Digest.of(DigestAlgorithm.SHA256, INDEX.getBytes(StandardCharsets.UTF_8));
        hook = onOpen(RegistryKeys.blob(manifest), (_, _) -> {
            throw new IOException("storage fails, as it was told to");
        });
        for (String reference : List.of("x", manifest.toString())) {
            isAbout(client.send("GET /v2/a/manifests/" + reference), 503);
        }
        hook = NOTHING;
        assertThat(client.send("GET /v2/a/manifests/x").header("ETag")).contains("\"" + manifest + "\"");
    }
}
