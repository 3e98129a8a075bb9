package dev.moorage.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moorage.application.service.access.OpenAccess;
import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/**
 * Tests upload sessions apart from their bytes: an upload can be cancelled, belongs to one repository, and continues at any
 * replica.
 */
class UploadSessionTest extends PushOverHttp {
    @Test
    void aCancelledUploadIsGone() throws IOException {
        String fresh = start();
        assertThat(client.send("DELETE " + fresh).status()).isEqualTo(204);
        assertThat(client.send("GET " + fresh).status()).isEqualTo(404);
        assertThat(patch(fresh, 0, 10).status()).isEqualTo(404);
        RawClient.Answer patched = patch(start(), 0, 1000);
        assertThat(client.send("DELETE " + location(patched)).status()).isEqualTo(204);
        assertThat(client.send("GET " + location(patched)).status()).isEqualTo(404);
        assertThat(put(location(patched), DIGEST).status()).isEqualTo(404);
        assertThat(store.stagedCount()).isZero();
    }

    @Test
    void anUploadOfAnotherRepositoryIsUnknown() throws IOException {
        RawClient.Answer patched = patch(start(), 0, 1000);
        String foreign = location(patched).replace("/v2/a/", "/v2/b/");
        registry.storage.reset();
        assertThat(client.send("PATCH " + foreign, new byte[] {1}).status()).isEqualTo(404);
        assertThat(client.send("GET " + foreign).status()).isEqualTo(404);
        assertThat(client.send("DELETE " + foreign).status()).isEqualTo(404);
        assertThat(client.send("PUT " + foreign + "&digest=" + DIGEST, "Content-Length: 0")
                        .status())
                .isEqualTo(404);
        assertThat(registry.storage.calls()).isEmpty();
    }

    @Test
    void anUploadGoesOnAtAnotherReplicaWithoutReadingWhatIsStored() throws IOException {
        RawClient.Answer first = patch(start(), 0, 100_000);
        try (RunningRegistry replica = new RunningRegistry(store, HttpSettings.defaults(), new OpenAccess());
                RawClient other = replica.client()) {
            RawClient.Answer second =
                    other.send("PATCH " + location(first), Arrays.copyOfRange(BLOB, 100_000, 300_000));
            assertThat(second.status()).isEqualTo(202);
            assertThat(replica.storage.calls()).doesNotContainKey("read");
            registry.storage.reset();
            assertCreated(put(location(second), DIGEST));
            assertThat(registry.storage.calls()).doesNotContainKey("read");
        }
        assertStored();
    }
}
