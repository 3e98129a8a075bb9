package dev.moorage.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.digest.DigestAlgorithm;
import dev.moorage.domain.digest.Hasher;
import dev.moorage.http.access.AccessDecision;
import dev.moorage.http.access.OpenAccess;
import dev.moorage.storage.memory.InMemoryStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The life of an upload over real sockets: {@code docs} of the OCI Distribution Specification, "Pushing blobs". */
class UploadOverHttpTest {
    private static final byte[] BLOB = random(300_000);
    private static final Digest DIGEST = Hasher.digest(DigestAlgorithm.SHA256, BLOB);
    private final InMemoryStore store = new InMemoryStore();
    private final RunningRegistry registry;
    private final RawClient client;

    UploadOverHttpTest() throws IOException {
        this.registry = new RunningRegistry(store, HttpSettings.defaults(), new OpenAccess());
        this.client = registry.client();
    }

    @AfterEach
    void stop() throws IOException {
        client.close();
        registry.close();
    }

    private static byte[] random(int length) {
        byte[] content = new byte[length];
        new Random(7).nextBytes(content);
        return content;
    }

    private String start() throws IOException {
        RawClient.Answer started = client.send("POST /v2/a/blobs/uploads/", "Content-Length: 0");
        assertThat(started.status()).isEqualTo(202);
        assertThat(started.header("Range")).contains("0-0");
        assertThat(started.header("Docker-Upload-UUID")).isPresent();
        assertThat(started.header("Content-Length")).contains("0");
        return location(started);
    }

    private static String location(RawClient.Answer answer) {
        String location = answer.header("Location").orElseThrow();
        assertThat(answer.headers().get("location")).hasSize(1);
        assertThat(location).startsWith("/v2/a/blobs/uploads/").contains("?_state=");
        return location;
    }

    private RawClient.Answer patch(String location, int from, int to, String... headers) throws IOException {
        return client.send("PATCH " + location, Arrays.copyOfRange(BLOB, from, to), headers);
    }

    private RawClient.Answer put(String location, Digest digest) throws IOException {
        return client.send("PUT " + location + "&digest=" + digest, "Content-Length: 0");
    }

    private void assertStored() throws IOException {
        RawClient.Answer blob = client.send("GET /v2/a/blobs/" + DIGEST);
        assertThat(blob.status()).isEqualTo(200);
        assertThat(blob.body()).isEqualTo(BLOB);
    }

    private void assertCreated(RawClient.Answer answer) {
        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.header("Location")).contains("/v2/a/blobs/" + DIGEST);
        assertThat(answer.header("Docker-Content-Digest")).contains(DIGEST.toString());
    }

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
    void aSmallBlobInOnePutCostsTwoWritesAndNoSession() throws IOException {
        byte[] small = {1, 2, 3};
        Digest digest = Hasher.digest(DigestAlgorithm.SHA256, small);
        String location = start();
        registry.storage.reset();
        assertThat(client.send("PUT " + location + "&digest=" + digest, small).status())
                .isEqualTo(201);
        assertThat(registry.storage.calls()).isEqualTo(Map.of("open", 1, "put", 2));
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
    void patchStreamedInHttpChunks() throws IOException {
        String location = start();
        client.write(("PATCH " + location + " HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
        for (int i = 0; i < BLOB.length; i += 1000) {
            client.write("3e8\r\n".getBytes(StandardCharsets.US_ASCII));
            client.write(Arrays.copyOfRange(BLOB, i, i + 1000));
            client.write("\r\n".getBytes(StandardCharsets.US_ASCII));
        }
        client.write("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        RawClient.Answer patched = client.answer(false);
        assertThat(patched.status()).isEqualTo(202);
        assertThat(patched.header("Range")).contains("0-299999");
        assertCreated(put(location(patched), DIGEST));
        assertStored();
    }

    @Test
    void chunksWithAndWithoutContentRange() throws IOException {
        RawClient.Answer first = patch(start(), 0, 100_000, "Content-Range: 0-99999");
        assertThat(first.status()).isEqualTo(202);
        RawClient.Answer second = patch(location(first), 100_000, 200_000, "Content-Range: bytes 100000-199999/*");
        RawClient.Answer third = patch(location(second), 200_000, 250_000);
        assertThat(third.header("Range")).contains("0-249999");
        assertCreated(client.send(
                "PUT " + location(third) + "&digest=" + DIGEST,
                Arrays.copyOfRange(BLOB, 250_000, 300_000),
                "Content-Range: 250000-299999"));
        assertStored();
    }

    @Test
    void aGapAndAnOverlapAreRefusedAndTellWhereToGoOn() throws IOException {
        RawClient.Answer first = patch(start(), 0, 100_000);
        for (String range : new String[] {"200000-200009", "99999-100008", "0-9"}) {
            RawClient.Answer refused = patch(location(first), 0, 10, "Content-Range: " + range);
            assertThat(refused.status()).as(range).isEqualTo(416);
            assertThat(refused.code()).isEqualTo("RANGE_INVALID");
            assertThat(refused.header("Range")).contains("0-99999");
            location(refused);
        }
        assertCreated(client.send(
                "PUT " + location(first) + "&digest=" + DIGEST, Arrays.copyOfRange(BLOB, 100_000, 300_000)));
        assertStored();
    }

    @Test
    void aStaleTokenAppendsNothing() throws IOException {
        String stale = start();
        RawClient.Answer first = patch(stale, 0, 100_000);
        assertThat(patch(stale, 0, 100_000).status()).isEqualTo(416);
        assertCreated(client.send(
                "PUT " + location(first) + "&digest=" + DIGEST, Arrays.copyOfRange(BLOB, 100_000, 300_000)));
        assertStored();
    }

    @Test
    void aLengthThatDoesNotFitItsRangeStoresNothing() throws IOException {
        RawClient.Answer first = patch(start(), 0, 100_000);
        RawClient.Answer refused = patch(location(first), 100_000, 100_010, "Content-Range: 100000-100010");
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.code()).isEqualTo("SIZE_INVALID");
        assertThat(refused.header("Range")).contains("0-99999");
    }

    @Test
    void contentTypesOtherThanOctetsAreRefused() throws IOException {
        String location = start();
        RawClient.Answer refused = patch(location, 0, 10, "Content-Type: application/x-www-form-urlencoded");
        assertThat(refused.status()).isEqualTo(415);
        assertThat(location(refused)).isNotEmpty();
        assertThat(patch(location, 0, 10, "Content-Type: application/octet-stream")
                        .status())
                .isEqualTo(202);
    }

    @Test
    void aWrongDigestPublishesNothingAndTheRightOneStillFinishes() throws IOException {
        RawClient.Answer patched = patch(start(), 0, BLOB.length);
        Digest wrong = Hasher.digest(DigestAlgorithm.SHA256, new byte[] {1});
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
        Digest wrong = Hasher.digest(DigestAlgorithm.SHA256, new byte[] {1});
        RawClient.Answer refused = client.send("PUT " + start() + "&digest=" + wrong, small);
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.header("Range")).contains("0-999");
        assertThat(put(location(refused), Hasher.digest(DigestAlgorithm.SHA256, small))
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
        Digest sha512 = Hasher.digest(DigestAlgorithm.SHA512, BLOB);
        RawClient.Answer late = patch(start(), 0, BLOB.length);
        assertThat(put(location(late), sha512).header("Docker-Content-Digest")).contains(sha512.toString());
        RawClient.Answer early = client.send("POST /v2/a/blobs/uploads/?digest-algorithm=sha512", "Content-Length: 0");
        RawClient.Answer patched = patch(location(early), 0, BLOB.length);
        registry.storage.reset();
        assertThat(put(location(patched), sha512).status()).isEqualTo(201);
        assertThat(registry.storage.calls()).doesNotContainKey("read");
    }

    @Test
    void aBrokenPatchKeepsWhatCameAndTheStatusTellsHowMuch() throws IOException {
        String location = start();
        try (RawClient broken = registry.client()) {
            beginPatch(broken, location, 123_456);
        }
        RawClient.Answer status = client.send("GET " + location.substring(0, location.indexOf('?')));
        int offset = offset(status);
        assertThat(offset).isBetween(1, 123_456);
        RawClient.Answer patched =
                patch(location(status), offset, 300_000, "Content-Range: %d-299999".formatted(offset));
        assertCreated(put(location(patched), DIGEST));
        assertStored();
    }

    /** Sends the beginning of a PATCH, and waits until some of it has come to storage. */
    private void beginPatch(RawClient other, String location, int bytes) throws IOException {
        other.write(("PATCH " + location + " HTTP/1.1\r\nHost: a\r\nContent-Length: 300000\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
        other.write(Arrays.copyOf(BLOB, bytes));
        long deadline = System.nanoTime() + 10_000_000_000L;
        while (store.stagedBytes() == 0 && System.nanoTime() < deadline) {
            Thread.onSpinWait();
        }
    }

    private static int offset(RawClient.Answer status) {
        assertThat(status.status()).isEqualTo(204);
        return Integer.parseInt(status.header("Range").orElseThrow().substring(2)) + 1;
    }

    @Test
    void aStalledWriterBlocksNobodyAndIsEnded() throws IOException {
        String location = start();
        try (RawClient stalled = registry.client()) {
            beginPatch(stalled, location, 100_000);
            RawClient.Answer status = client.send("GET " + location.substring(0, location.indexOf('?')));
            assertCreated(put(location(patch(location(status), offset(status), 300_000)), DIGEST));
            assertThat(stalled.isEnded()).isTrue();
        }
        assertStored();
    }

    @Test
    void aReplayedPatchWhoseAnswerNeverCameStartsAgain() throws IOException {
        String location = start();
        try (RawClient broken = registry.client()) {
            beginPatch(broken, location, 200_000);
        }
        RawClient.Answer patched = patch(location, 0, BLOB.length);
        assertThat(patched.status()).isEqualTo(202);
        assertThat(patched.header("Range")).contains("0-299999");
        assertCreated(put(location(patched), DIGEST));
        assertStored();
    }

    @Test
    void ofTwoWritersWithOneTokenTheLaterOneWins() throws IOException {
        String location = start();
        try (RawClient earlier = registry.client()) {
            beginPatch(earlier, location, 150_000);
            RawClient.Answer later = patch(location, 0, BLOB.length);
            assertThat(later.status()).isEqualTo(202);
            assertCreated(put(location(later), DIGEST));
            assertThat(earlier.isEnded()).isTrue();
        }
        assertStored();
    }

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

    @Test
    void theEmptyBlobCanBePushedInEveryWay() throws IOException {
        Digest empty = Hasher.digest(DigestAlgorithm.SHA256, new byte[0]);
        assertThat(put(start(), empty).status()).isEqualTo(201);
        assertThat(client.send("POST /v2/a/blobs/uploads/?digest=" + empty, "Content-Length: 0")
                        .status())
                .isEqualTo(201);
        assertThat(client.send("GET /v2/a/blobs/" + empty).body()).isEmpty();
        assertThat(put(start(), DIGEST).status()).isEqualTo(400);
    }

    @Test
    void nobodyReachesStorageOrABodyWithoutTheRight() throws IOException {
        try (RunningRegistry closed = new RunningRegistry(
                        store, HttpSettings.defaults(), (_, _) -> new AccessDecision.Challenge("Basic realm=\"x\""));
                RawClient stranger = closed.client()) {
            for (String line : new String[] {
                "GET /v2/",
                "GET /v2/_catalog",
                "POST /v2/a/blobs/uploads/",
                "GET /v2/a/tags/list",
                "GET /v2/a/manifests/x",
                "DELETE /v2/a/manifests/x",
                "GET /v2/a/blobs/" + DIGEST,
                "GET /v2/a/referrers/" + DIGEST
            }) {
                RawClient.Answer refused = stranger.send(line, "Content-Length: 0");
                assertThat(refused.status()).as(line).isEqualTo(401);
                assertThat(refused.code()).isEqualTo("UNAUTHORIZED");
                assertThat(refused.header("WWW-Authenticate")).contains("Basic realm=\"x\"");
            }
            RawClient.Answer refused = stranger.send(
                    "PATCH /v2/a/blobs/uploads/01234567-89ab-cdef-0123-456789abcdef",
                    "Content-Length: 1000000000",
                    "Expect: 100-continue");
            assertThat(refused.status()).isEqualTo(401);
            assertThat(closed.storage.calls()).isEmpty();
        }
    }
}
