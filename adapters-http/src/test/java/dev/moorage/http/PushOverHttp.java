package dev.moorage.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moorage.application.service.access.OpenAccess;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.digest.DigestAlgorithm;
import dev.moorage.storage.memory.InMemoryStore;
import dev.moorage.storage.tck.Bodies;
import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A registry in memory, and a client that pushes one blob of 300,000 bytes to it, step by step. */
abstract class PushOverHttp {
    static final byte[] BLOB = Bodies.random(7, 300_000);
    static final Digest DIGEST = Digest.of(DigestAlgorithm.SHA256, BLOB);

    final InMemoryStore store = new InMemoryStore();
    RunningRegistry registry;
    RawClient client;

    @BeforeEach
    void startRegistry() throws IOException {
        registry = new RunningRegistry(store, HttpSettings.defaults(), new OpenAccess());
        client = registry.client();
    }

    @AfterEach
    void stopRegistry() throws IOException {
        client.close();
        registry.close();
    }

    /** Starts an upload, and returns its location. */
    String start() throws IOException {
        RawClient.Answer started = client.send("POST /v2/a/blobs/uploads/", "Content-Length: 0");
        assertThat(started.status()).isEqualTo(202);
        assertThat(started.header("Range")).contains("0-0");
        assertThat(started.header("Docker-Upload-UUID")).isPresent();
        assertThat(started.header("Content-Length")).contains("0");
        return location(started);
    }

    static String location(RawClient.Answer answer) {
        String location = answer.header("Location").orElseThrow();
        assertThat(answer.headers().get("location")).hasSize(1);
        assertThat(location).startsWith("/v2/a/blobs/uploads/").contains("?_state=");
        return location;
    }

    /** Sends bytes of the blob. */
    RawClient.Answer patch(String location, int from, int to, String... headers) throws IOException {
        return client.send("PATCH " + location, Arrays.copyOfRange(BLOB, from, to), headers);
    }

    /** Completes an upload whose bytes have all been sent. */
    RawClient.Answer put(String location, Digest digest) throws IOException {
        return client.send("PUT " + location + "&digest=" + digest, "Content-Length: 0");
    }

    void assertStored() throws IOException {
        RawClient.Answer blob = client.send("GET /v2/a/blobs/" + DIGEST);
        assertThat(blob.status()).isEqualTo(200);
        assertThat(blob.body()).isEqualTo(BLOB);
    }

    void assertCreated(RawClient.Answer answer) {
        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.header("Location")).contains("/v2/a/blobs/" + DIGEST);
        assertThat(answer.header("Docker-Content-Digest")).contains(DIGEST.toString());
    }
}
