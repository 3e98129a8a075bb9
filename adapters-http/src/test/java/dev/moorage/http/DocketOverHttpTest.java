package dev.moorage.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moorage.application.layout.RegistryKeys;
import dev.moorage.application.port.in.failure.RemovalPendingException;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.digest.DigestAlgorithm;
import dev.moorage.storage.memory.InMemoryStorageDriver;
import dev.moorage.storage.memory.InMemoryStore;
import dev.moorage.storage.tck.HookedStorageDriver;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Requests while the garbage collector's docket cannot be read, and while it removes what a push needs. */
class DocketOverHttpTest {
    private static final byte[] CONTENT = "0123456789".getBytes(StandardCharsets.US_ASCII);
    private static final Digest BLOB = Digest.of(DigestAlgorithm.SHA256, CONTENT);
    private static final String PUSH = "POST /v2/a/blobs/uploads/?digest=" + BLOB;

    private volatile boolean removing;
    private final InMemoryStorageDriver store = new InMemoryStorageDriver(new InMemoryStore());
    private final RunningRegistry registry = new RunningRegistry(new HookedStorageDriver(store, (_, key) -> {
        if (removing && key.equals(RegistryKeys.docketHead())) {
            throw new RemovalPendingException();
        }
    }));
    private final RawClient client = registry.client();

    DocketOverHttpTest() throws IOException {
        assertThat(client.send(PUSH, CONTENT).status()).isEqualTo(201);
    }

    @AfterEach
    void stop() throws IOException {
        client.close();
        registry.close();
    }

    @Test
    void aPushThatARemovalKeepsWaitingIs503WithATimeAndAMountIsAnUpload() throws IOException {
        removing = true;
        RawClient.Answer refused = client.send(PUSH, CONTENT);
        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.header("Retry-After")).contains("5");
        assertThat(new String(refused.body(), StandardCharsets.UTF_8)).contains("UNAVAILABLE", "garbage collector");
        assertThat(client.send("POST /v2/b/blobs/uploads/?mount=" + BLOB + "&from=a", "Content-Length: 0")
                        .status())
                .isEqualTo(202);
        assertThat(client.send("GET /v2/a/blobs/" + BLOB).status()).isEqualTo(200);
    }
}
