package dev.moorage.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.digest.DigestAlgorithm;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Tests that a manifest that was put is returned unchanged, and that a put requires all that the manifest refers to. */
class ManifestOverHttpTest extends ContentOverHttp {
    @Test
    void aManifestComesBackAsItWasPutWhateverIsAccepted() throws IOException {
        String manifest = image("") + "\n ";
        RawClient.Answer stored = put("one", manifest, OCI);
        assertThat(stored.status()).isEqualTo(201);
        assertThat(stored.header("Location")).contains("/v2/a/manifests/" + digest(manifest));
        assertThat(stored.header("Docker-Content-Digest"))
                .contains(digest(manifest).toString());
        for (String reference : List.of("one", digest(manifest).toString())) {
            RawClient.Answer got = client.send("GET /v2/a/manifests/" + reference, "Accept: text/plain");
            assertThat(got.text()).isEqualTo(manifest);
            assertThat(got.header("Content-Type")).contains(OCI);
            RawClient.Answer head = client.send("HEAD /v2/a/manifests/" + reference);
            assertThat(head.header("Content-Length")).contains(Integer.toString(manifest.length()));
            assertThat(head.header("Docker-Content-Digest"))
                    .contains(digest(manifest).toString());
            assertThat(client.send("GET /v2/a/manifests/" + reference, "If-None-Match: " + digest(manifest))
                            .status())
                    .isEqualTo(304);
        }
    }

    @Test
    void aManifestOfSha512AndOneWithSeveralTags() throws IOException {
        String manifest = image("");
        Digest sha512 = Digest.of(DigestAlgorithm.SHA512, manifest.getBytes(StandardCharsets.UTF_8));
        assertThat(put(sha512.toString(), manifest, OCI).header("Docker-Content-Digest"))
                .contains(sha512.toString());
        assertThat(client.send("GET /v2/a/manifests/" + sha512).text()).isEqualTo(manifest);
        RawClient.Answer tagged = put(digest(manifest) + "?tag=x&tag=y", manifest, OCI);
        assertThat(tagged.headers().get("oci-tag")).containsExactly("x", "y");
        assertThat(client.send("GET /v2/a/manifests/y").text()).isEqualTo(manifest);
    }

    @Test
    void everyMissingReferenceIsNamed() throws IOException {
        String manifest = image("")
                .replace(
                        "\"layers\":[]",
                        "\"layers\":[%s,%s,%s]"
                                .formatted(
                                        layer("x", ""),
                                        layer("y", ""),
                                        layer("z", ",\"urls\":[\"https://example.org/z\"]")));
        RawClient.Answer refused = put("x", manifest, OCI);
        assertThat(refused.status()).isEqualTo(404);
        assertThat(refused.text())
                .contains(digest("x").toString(), digest("y").toString())
                .doesNotContain(digest("z").toString());
        assertThat(client.send("GET /v2/a/manifests/x").status()).isEqualTo(404);
    }

    @Test
    void anIndexNeedsItsImages() throws IOException {
        String manifest = image("");
        String index = index(manifest);
        assertThat(put("both", index, INDEX).code()).isEqualTo("MANIFEST_BLOB_UNKNOWN");
        put("one", manifest, OCI);
        assertThat(put("both", index, INDEX).status()).isEqualTo(201);
        assertThat(client.send("GET /v2/a/manifests/both").header("Content-Type"))
                .contains(INDEX);
    }
}
