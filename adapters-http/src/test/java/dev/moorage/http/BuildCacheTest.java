package dev.moorage.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.digest.DigestAlgorithm;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tests BuildKit's {@code --cache-to type=registry}: an OCI index or a Docker manifest list that refers to blobs. */
class BuildCacheTest {
    private static final String INDEX = "application/vnd.oci.image.index.v1+json";
    private static final String MANIFEST = "application/vnd.oci.image.manifest.v1+json";
    private static final String LAYER = "application/vnd.oci.image.layer.v1.tar+gzip";
    private static final String CACHE_CONFIG = "application/vnd.buildkit.cacheconfig.v0";

    private final RunningRegistry registry = new RunningRegistry();
    private final RawClient client = registry.client();

    BuildCacheTest() throws IOException {}

    @AfterEach
    void stop() throws IOException {
        client.close();
        registry.close();
    }

    private static Digest digest(String content) {
        return Digest.of(DigestAlgorithm.SHA256, content.getBytes(StandardCharsets.UTF_8));
    }

    private void pushBlob(String content) throws IOException {
        assertThat(client.send(
                                "POST /v2/a/blobs/uploads/?digest=" + digest(content),
                                content.getBytes(StandardCharsets.UTF_8))
                        .status())
                .isEqualTo(201);
    }

    private RawClient.Answer put(String reference, String manifest, String type) throws IOException {
        return client.send(
                "PUT /v2/a/manifests/" + reference, manifest.getBytes(StandardCharsets.UTF_8), "Content-Type: " + type);
    }

    private static String index(String type, String... descriptors) {
        return "{\"schemaVersion\":2,\"mediaType\":\"%s\",\"manifests\":[%s]}"
                .formatted(type, String.join(",", descriptors));
    }

    private static String descriptor(String type, String content) {
        return "{\"mediaType\":\"%s\",\"digest\":\"%s\",\"size\":%d}"
                .formatted(type, digest(content), content.length());
    }

    @Test
    void itsIndexIsTakenWhereItsBlobsAreThere() throws IOException {
        pushBlob("layer");
        pushBlob("config");
        for (String type : new String[] {INDEX, "application/vnd.docker.distribution.manifest.list.v2+json"}) {
            String cache = index(type, descriptor(LAYER, "layer"), descriptor(CACHE_CONFIG, "config"));
            assertThat(put("cache", cache, type).status()).isEqualTo(201);
            assertThat(client.send("GET /v2/a/manifests/cache").text()).isEqualTo(cache);
        }
    }

    @Test
    void itsBlobsAreNamedWhereTheyAreMissing() throws IOException {
        pushBlob("layer");
        String cache = index(INDEX, descriptor(LAYER, "layer"), descriptor(CACHE_CONFIG, "config"));
        RawClient.Answer refused = put("cache", cache, INDEX);
        assertThat(refused.status()).isEqualTo(404);
        assertThat(refused.code()).isEqualTo("MANIFEST_BLOB_UNKNOWN");
        assertThat(refused.text())
                .contains(digest("config").toString())
                .doesNotContain(digest("layer").toString());
    }

    @Test
    void aManifestOfAKindThatIsNotKnownIsTakenToo() throws IOException {
        String other = "{\"schemaVersion\":2,\"mediaType\":\"application/vnd.example.other+json\"}";
        assertThat(put("other", other, "application/vnd.example.other+json").status())
                .isEqualTo(201);
        String index = index(INDEX, descriptor("application/vnd.example.other+json", other));
        assertThat(put("index", index, INDEX).status()).isEqualTo(201);
    }

    @Test
    void anImageThatIsOnlyABlobIsMissingSinceNoClientCouldPullIt() throws IOException {
        String image = "{\"schemaVersion\":2,\"mediaType\":\"%s\",\"config\":%s,\"layers\":[]}"
                .formatted(MANIFEST, descriptor("application/x", "config"));
        pushBlob("config");
        pushBlob(image);
        assertThat(client.send("GET /v2/a/manifests/" + digest(image)).status()).isEqualTo(404);
        String index = index(INDEX, descriptor(MANIFEST, image));
        assertThat(put("index", index, INDEX).code()).isEqualTo("MANIFEST_BLOB_UNKNOWN");
        assertThat(put("image", image, MANIFEST).status()).isEqualTo(201);
        assertThat(put("index", index, INDEX).status()).isEqualTo(201);
    }
}
