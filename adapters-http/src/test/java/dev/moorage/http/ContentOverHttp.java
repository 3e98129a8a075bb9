package dev.moorage.http;

import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.digest.DigestAlgorithm;
import dev.moorage.storage.memory.InMemoryStorageDriver;
import dev.moorage.storage.memory.InMemoryStore;
import dev.moorage.storage.spi.ForwardingStorageDriver;
import dev.moorage.storage.spi.StorageDriver;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;

/**
 * A registry whose repository {@code a} has one blob, and a client that can write manifests. The tests of a class share the
 * server, and each begins with a storage of its own.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ContentOverHttp {
    static final String OCI = "application/vnd.oci.image.manifest.v1+json";
    static final String INDEX = "application/vnd.oci.image.index.v1+json";
    static final byte[] CONTENT = "0123456789".getBytes(StandardCharsets.US_ASCII);
    static final Digest BLOB = Digest.of(DigestAlgorithm.SHA256, CONTENT);

    private final NewStorage storage = new NewStorage();
    RunningRegistry registry;
    RawClient client;

    /** A driver whose storage is replaced by an empty one before each test. */
    private static final class NewStorage extends ForwardingStorageDriver {
        private volatile StorageDriver driver = new InMemoryStorageDriver(new InMemoryStore());

        @Override
        protected StorageDriver delegate() {
            return driver;
        }

        void replace() {
            driver = new InMemoryStorageDriver(new InMemoryStore());
        }
    }

    @BeforeAll
    void startRegistry() throws IOException {
        registry = new RunningRegistry(storage);
    }

    @BeforeEach
    void pushBlob() throws IOException {
        storage.replace();
        client = registry.client();
        client.push("a", CONTENT);
    }

    @AfterEach
    void closeClient() throws IOException {
        client.close();
    }

    @AfterAll
    void stopRegistry() throws IOException {
        registry.close();
    }

    /** A manifest with the blob as its config. */
    static String image(String extra) {
        return "{\"schemaVersion\":2,\"mediaType\":\"%s\",\"config\":{\"mediaType\":\"application/x\",\"digest\":\"%s\",\"size\":10},\"layers\":[]%s}"
                .formatted(OCI, BLOB, extra);
    }

    /** An index with one manifest. */
    static String index(String manifest) {
        return "{\"schemaVersion\":2,\"mediaType\":\"%s\",\"manifests\":[{\"mediaType\":\"%s\",\"digest\":\"%s\",\"size\":%d}]}"
                .formatted(INDEX, OCI, digest(manifest), manifest.length());
    }

    static String layer(String content, String extra) {
        return "{\"mediaType\":\"application/x\",\"digest\":\"%s\",\"size\":1%s}".formatted(digest(content), extra);
    }

    static Digest digest(String text) {
        return Digest.of(DigestAlgorithm.SHA256, text.getBytes(StandardCharsets.UTF_8));
    }

    RawClient.Answer put(String reference, String manifest, String type) throws IOException {
        return client.send(
                "PUT /v2/a/manifests/" + reference, manifest.getBytes(StandardCharsets.UTF_8), "Content-Type: " + type);
    }
}
