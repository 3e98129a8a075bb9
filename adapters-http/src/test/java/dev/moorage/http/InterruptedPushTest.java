package dev.moorage.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Tests pushes whose client disconnects, stalls, or sends the same request twice. */
class InterruptedPushTest extends PushOverHttp {
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

    @Test
    void aStalledWriterBlocksNoOtherAndIsEnded() throws IOException {
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

    /** Sends the beginning of a PATCH, and waits until some of it has reached storage. */
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
}
