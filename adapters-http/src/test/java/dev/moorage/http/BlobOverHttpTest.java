package dev.moorage.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Tests pulls and mounts of blobs. */
class BlobOverHttpTest extends ContentOverHttp {
    @Test
    void aBlobIsServedWithAllThatACacheNeeds() throws IOException {
        RawClient.Answer blob = client.send("GET /v2/a/blobs/" + BLOB);
        assertThat(blob.status()).isEqualTo(200);
        assertThat(blob.body()).isEqualTo(CONTENT);
        assertThat(blob.header("Content-Length")).contains("10");
        assertThat(blob.header("ETag")).contains("\"" + BLOB + "\"");
        assertThat(blob.header("Docker-Content-Digest")).contains(BLOB.toString());
        assertThat(blob.header("Cache-Control")).contains("max-age=31536000, immutable");
        assertThat(blob.header("Accept-Ranges")).contains("bytes");
        assertThat(client.send("HEAD /v2/a/blobs/" + BLOB).header("Content-Length"))
                .contains("10");
        assertThat(client.send("GET /v2/a/blobs/" + BLOB, "If-None-Match: \"" + BLOB + "\"")
                        .status())
                .isEqualTo(304);
        assertThat(client.send("GET /v2/b/blobs/" + BLOB).status()).isEqualTo(404);
    }

    @Test
    void rangesOfABlob() throws IOException {
        Map<String, String> parts = Map.of(
                "bytes=0-0",
                "0",
                "bytes=2-4",
                "234",
                "bytes=7-",
                "789",
                "bytes=-3",
                "789",
                "bytes=8-100",
                "89",
                "bytes=-100",
                "0123456789");
        for (Map.Entry<String, String> part : parts.entrySet()) {
            RawClient.Answer answer = client.send("GET /v2/a/blobs/" + BLOB, "Range: " + part.getKey());
            assertThat(answer.status()).as(part.getKey()).isEqualTo(206);
            assertThat(answer.text()).isEqualTo(part.getValue());
            assertThat(answer.header("Content-Range").orElseThrow()).endsWith("/10");
        }
        for (String whole :
                List.of("bytes=x", "bytes=5-2", "items=0-1", "bytes=0-1,x", "bytes=-", "bytes=1", "bytes=1-x")) {
            assertThat(client.send("GET /v2/a/blobs/" + BLOB, "Range: " + whole).status())
                    .as(whole)
                    .isEqualTo(200);
        }
        for (String beyond : List.of("bytes=10-", "bytes=10-20", "bytes=-0", "bytes=999999999999-")) {
            RawClient.Answer answer = client.send("GET /v2/a/blobs/" + BLOB, "Range: " + beyond);
            assertThat(answer.status()).as(beyond).isEqualTo(416);
            assertThat(answer.header("Content-Range")).contains("bytes */10");
            assertThat(answer.code()).isEqualTo("RANGE_INVALID");
        }
        assertThat(client.send("GET /v2/a/blobs/" + BLOB, "Range: bytes=0-1", "If-Range: \"other\"")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void aBlobIsMountedFromARepositoryThatIsNamedOrNot() throws IOException {
        assertThat(client.send("POST /v2/b/blobs/uploads/?mount=" + BLOB + "&from=a", "Content-Length: 0")
                        .status())
                .isEqualTo(201);
        assertThat(client.send("GET /v2/b/blobs/" + BLOB).body()).isEqualTo(CONTENT);
        assertThat(client.send("POST /v2/c/blobs/uploads/?mount=" + BLOB, "Content-Length: 0")
                        .status())
                .isEqualTo(201);
        assertThat(client.send("POST /v2/d/blobs/uploads/?mount=" + BLOB + "&from=none", "Content-Length: 0")
                        .status())
                .isEqualTo(202);
        assertThat(client.send("POST /v2/d/blobs/uploads/?mount=" + digest("x"), "Content-Length: 0")
                        .status())
                .isEqualTo(202);
    }
}
