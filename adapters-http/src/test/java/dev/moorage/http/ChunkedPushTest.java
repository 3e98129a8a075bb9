package dev.moorage.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Tests the push of a blob in successive chunks: OCI Distribution Specification, "Pushing a blob in chunks". */
class ChunkedPushTest extends PushOverHttp {
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
}
