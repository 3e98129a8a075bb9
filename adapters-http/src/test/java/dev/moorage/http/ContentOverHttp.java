package dev.moorage.http;

import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.digest.DigestAlgorithm;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A registry whose repository {@code a} has one blob, and a client that can write manifests. */
abstract class ContentOverHttp {
    static final String OCI = "application/vnd.oci.image.manifest.v1+json";
    static final String INDEX = "application/vnd.oci.image.index.v1+json";
    static final byte[] CONTENT = "0123456789".getBytes(StandardCharsets.US_ASCII);
    static final Digest BLOB = Digest.of(DigestAlgorithm.SHA256, CONTENT);

    RunningRegistry registry;
    RawClient client;

    @BeforeEach
    void startRegistry() throws IOException {
        registry = new RunningRegistry();
        client = registry.client();
        client.push("a", CONTENT);
    }

    @AfterEach
    void stopRegistry() throws IOException {
        client.close();
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
