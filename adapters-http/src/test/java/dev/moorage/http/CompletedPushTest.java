package dev.moorage.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.digest.DigestAlgorithm;
import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Tests the PUT that completes a push, with its digest. */
class CompletedPushTest extends PushOverHttp {
    @Test
    void aWrongDigestPublishesNothingAndTheRightOneStillFinishes() throws IOException {
        RawClient.Answer patched = patch(start(), 0, BLOB.length);
        Digest wrong = Digest.of(DigestAlgorithm.SHA256, new byte[] {1});
        RawClient.Answer refused = put(location(patched), wrong);
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.code()).isEqualTo("DIGEST_INVALID");
        assertThat(client.send("GET /v2/a/blobs/" + wrong).status()).isEqualTo(404);
        assertCreated(put(location(refused), DIGEST));
        assertStored();
    }

    @Test
    void aWrongDigestOfAWholeBodyKeepsTheBody() throws IOException {
        byte[] small = Arrays.copyOf(BLOB, 1000);
        Digest wrong = Digest.of(DigestAlgorithm.SHA256, new byte[] {1});
        RawClient.Answer refused = client.send("PUT " + start() + "&digest=" + wrong, small);
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.header("Range")).contains("0-999");
        assertThat(put(location(refused), Digest.of(DigestAlgorithm.SHA256, small))
                        .status())
                .isEqualTo(201);
    }

    @Test
    void aDigestThatIsMissingOrUnreadableHarmsNothing() throws IOException {
        RawClient.Answer patched = patch(start(), 0, BLOB.length);
        for (String digest : new String[] {"", "&digest=", "&digest=sha256:x"}) {
            RawClient.Answer refused = client.send("PUT " + location(patched) + digest, "Content-Length: 0");
            assertThat(refused.status()).isEqualTo(400);
            assertThat(refused.code()).isEqualTo("DIGEST_INVALID");
            assertThat(refused.header("Range")).contains("0-299999");
        }
        assertCreated(put(location(patched), DIGEST));
    }

    @Test
    void aRepeatedPutIsAnsweredAgain() throws IOException {
        RawClient.Answer patched = patch(start(), 0, BLOB.length);
        assertCreated(put(location(patched), DIGEST));
        assertCreated(put(location(patched), DIGEST));
        assertThat(patch(location(patched), 0, 10).status()).isEqualTo(404);
    }

    @Test
    void otherAlgorithmsAreHashedWhenTheyAreKnownAndReadOnceWhenNot() throws IOException {
        Digest sha512 = Digest.of(DigestAlgorithm.SHA512, BLOB);
        RawClient.Answer late = patch(start(), 0, BLOB.length);
        assertThat(put(location(late), sha512).header("Docker-Content-Digest")).contains(sha512.toString());
        RawClient.Answer early = client.send("POST /v2/a/blobs/uploads/?digest-algorithm=sha512", "Content-Length: 0");
        RawClient.Answer patched = patch(location(early), 0, BLOB.length);
        registry.storage.reset();
        assertThat(put(location(patched), sha512).status()).isEqualTo(201);
        assertThat(registry.storage.calls()).doesNotContainKey("read");
    }
}
