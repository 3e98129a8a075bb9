package dev.moorage.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.digest.DigestAlgorithm;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Tests the push of a blob in one body: OCI Distribution Specification, "Pushing a blob monolithically". */
class MonolithicPushTest extends PushOverHttp {
    @Test
    void startingStoresNothing() throws IOException {
        start();
        assertThat(registry.storage.calls()).isEmpty();
    }

    @Test
    void postThenPut() throws IOException {
        assertCreated(client.send("PUT " + start() + "&digest=" + DIGEST, BLOB));
        assertStored();
    }

    @Test
    void smallBlobInOnePutCostsTwoWritesAndTwoLooksAndNoSession() throws IOException {
        byte[] small = {1, 2, 3};
        Digest digest = Digest.of(DigestAlgorithm.SHA256, small);
        String location = start();
        registry.storage.reset();
        assertThat(client.send("PUT " + location + "&digest=" + digest, small).status())
                .isEqualTo(201);
        assertThat(registry.storage.calls()).isEqualTo(Map.of("open", 3, "put", 2));
    }

    @Test
    void aWholeBlobInThePost() throws IOException {
        assertCreated(client.send("POST /v2/a/blobs/uploads/?digest=" + DIGEST, BLOB));
        assertStored();
    }

    @Test
    void aPostWithADigestAndNoBodyIsAnOrdinaryStart() throws IOException {
        RawClient.Answer started = client.send("POST /v2/a/blobs/uploads/?digest=" + DIGEST, "Content-Length: 0");
        assertThat(started.status()).isEqualTo(202);
        assertCreated(client.send("PUT " + location(started) + "&digest=" + DIGEST, BLOB));
    }

    @Test
    void theEmptyBlobCanBePushedInEveryWay() throws IOException {
        Digest empty = Digest.of(DigestAlgorithm.SHA256, new byte[0]);
        assertThat(put(start(), empty).status()).isEqualTo(201);
        assertThat(client.send("POST /v2/a/blobs/uploads/?digest=" + empty, "Content-Length: 0")
                        .status())
                .isEqualTo(201);
        assertThat(client.send("GET /v2/a/blobs/" + empty).body()).isEmpty();
        assertThat(put(start(), DIGEST).status()).isEqualTo(400);
    }
}
