package dev.moorage.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.digest.DigestAlgorithm;
import dev.moorage.domain.digest.Hasher;
import dev.moorage.http.access.OpenAccess;
import dev.moorage.storage.memory.InMemoryStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Blobs, manifests, tags, referrers, catalog: what is read, and what is put beside blobs. */
class ContentOverHttpTest {
    private static final String OCI = "application/vnd.oci.image.manifest.v1+json";
    private static final String INDEX = "application/vnd.oci.image.index.v1+json";
    private static final byte[] CONTENT = "0123456789".getBytes(StandardCharsets.US_ASCII);
    private static final Digest BLOB = Hasher.digest(DigestAlgorithm.SHA256, CONTENT);
    private final RunningRegistry registry = new RunningRegistry();
    private final RawClient client = registry.client();

    ContentOverHttpTest() throws IOException {
        assertThat(client.send("POST /v2/a/blobs/uploads/?digest=" + BLOB, CONTENT)
                        .status())
                .isEqualTo(201);
    }

    @AfterEach
    void stop() throws IOException {
        client.close();
        registry.close();
    }

    private static String image(String extra) {
        return "{\"schemaVersion\":2,\"mediaType\":\"%s\",\"config\":{\"mediaType\":\"application/x\",\"digest\":\"%s\",\"size\":10},\"layers\":[]%s}"
                .formatted(OCI, BLOB, extra);
    }

    private static Digest digest(String text) {
        return Hasher.digest(DigestAlgorithm.SHA256, text.getBytes(StandardCharsets.UTF_8));
    }

    private RawClient.Answer put(String reference, String manifest, String type) throws IOException {
        return client.send(
                "PUT /v2/a/manifests/" + reference, manifest.getBytes(StandardCharsets.UTF_8), "Content-Type: " + type);
    }

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
                List.of("bytes=x", "bytes=5-2", "items=0-1", "bytes=0-1,3-4", "bytes=-", "bytes=1", "bytes=1-x")) {
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
        Digest sha512 = Hasher.digest(DigestAlgorithm.SHA512, manifest.getBytes(StandardCharsets.UTF_8));
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

    private static String layer(String content, String extra) {
        return "{\"mediaType\":\"application/x\",\"digest\":\"%s\",\"size\":1%s}".formatted(digest(content), extra);
    }

    @Test
    void anIndexNeedsItsImages() throws IOException {
        String manifest = image("");
        String index =
                "{\"schemaVersion\":2,\"mediaType\":\"%s\",\"manifests\":[{\"mediaType\":\"%s\",\"digest\":\"%s\",\"size\":%d}]}"
                        .formatted(INDEX, OCI, digest(manifest), manifest.length());
        assertThat(put("both", index, INDEX).code()).isEqualTo("MANIFEST_BLOB_UNKNOWN");
        put("one", manifest, OCI);
        assertThat(put("both", index, INDEX).status()).isEqualTo(201);
        assertThat(client.send("GET /v2/a/manifests/both").header("Content-Type"))
                .contains(INDEX);
    }

    @Test
    void tagsAreSortedAndComeInPages() throws IOException {
        for (String tag : List.of("b", "a", "a-b", "a.b", "B", "1.0", "1.0-rc", "_x")) {
            put(tag, image(""), OCI);
        }
        assertThat(client.send("GET /v2/a/tags/list").text())
                .isEqualTo("{\"name\":\"a\",\"tags\":[\"1.0\",\"1.0-rc\",\"B\",\"_x\",\"a\",\"a-b\",\"a.b\",\"b\"]}");
        StringBuilder all = new StringBuilder();
        String next = "/v2/a/tags/list?n=3";
        while (!next.isEmpty()) {
            RawClient.Answer page = client.send("GET " + next);
            all.append(page.text());
            next = page.header("Link")
                    .map(link -> link.substring(1, link.indexOf('>')))
                    .orElse("");
        }
        assertThat(all.toString())
                .isEqualTo(
                        "{\"name\":\"a\",\"tags\":[\"1.0\",\"1.0-rc\",\"B\"]}{\"name\":\"a\",\"tags\":[\"_x\",\"a\",\"a-b\"]}"
                                + "{\"name\":\"a\",\"tags\":[\"a.b\",\"b\"]}");
        assertThat(client.send("GET /v2/a/tags/list?n=0").text()).isEqualTo("{\"name\":\"a\",\"tags\":[]}");
        assertThat(client.send("GET /v2/a/tags/list?last=a").text())
                .isEqualTo("{\"name\":\"a\",\"tags\":[\"a-b\",\"a.b\",\"b\"]}");
    }

    @Test
    void repositoriesAreSortedByNameAndComeInPages() throws IOException {
        for (String name : List.of("a-b", "a/b", "b", "a/b/c", "a0", "z/only/deep")) {
            client.send("POST /v2/" + name + "/blobs/uploads/?mount=" + BLOB + "&from=a", "Content-Length: 0");
        }
        assertThat(client.send("GET /v2/_catalog").text())
                .isEqualTo("{\"repositories\":[\"a\",\"a-b\",\"a/b\",\"a/b/c\",\"a0\",\"b\",\"z/only/deep\"]}");
        RawClient.Answer page = client.send("GET /v2/_catalog?n=3&last=a");
        assertThat(page.text()).isEqualTo("{\"repositories\":[\"a-b\",\"a/b\",\"a/b/c\"]}");
        assertThat(page.header("Link")).contains("</v2/_catalog?n=3&last=a%2Fb%2Fc>; rel=\"next\"");
        assertThat(client.send("GET /v2/_catalog?last=b").text()).isEqualTo("{\"repositories\":[\"z/only/deep\"]}");
    }

    @Test
    void referrersAreListedFilteredAndFoundUnderTheFallbackTag() throws IOException {
        Digest subject = digest("a manifest that is not there yet");
        String referrer = image(",\"artifactType\":\"application/sbom\",\"annotations\":{\"k\":\"v\"},\"subject\":"
                + layer("a manifest that is not there yet", ""));
        RawClient.Answer stored = put(digest(referrer).toString(), referrer, OCI);
        assertThat(stored.header("OCI-Subject")).contains(subject.toString());
        RawClient.Answer list = client.send("GET /v2/a/referrers/" + subject);
        assertThat(list.header("Content-Type")).contains(INDEX);
        assertThat(list.text())
                .contains(
                        "\"artifactType\":\"application/sbom\"",
                        "\"k\":\"v\"",
                        digest(referrer).toString());
        RawClient.Answer filtered = client.send("GET /v2/a/referrers/" + subject + "?artifactType=other");
        assertThat(filtered.header("OCI-Filters-Applied")).contains("artifactType");
        assertThat(filtered.text()).endsWith("\"manifests\":[]}");
        assertThat(client.send("GET /v2/none/referrers/" + subject).status()).isEqualTo(200);

        String older = image(",\"annotations\":{\"older\":\"yes\"}");
        put(digest(older).toString(), older, OCI);
        String fallback =
                "{\"schemaVersion\":2,\"mediaType\":\"%s\",\"manifests\":[{\"mediaType\":\"%s\",\"digest\":\"%s\",\"size\":%d}]}"
                        .formatted(INDEX, OCI, digest(older), older.length());
        put("sha256-" + subject.hex(), fallback, INDEX);
        assertThat(client.send("GET /v2/a/referrers/" + subject).text())
                .contains(digest(referrer).toString(), digest(older).toString(), "\"artifactType\":\"application/x\"");

        assertThat(client.send("DELETE /v2/a/manifests/" + digest(referrer)).status())
                .isEqualTo(202);
        assertThat(client.send("GET /v2/a/referrers/" + subject).text())
                .doesNotContain(digest(referrer).toString());
    }

    @Test
    void tagsManifestsAndBlobsAreDeleted() throws IOException {
        String manifest = image("");
        put("one", manifest, OCI);
        put("two", manifest, OCI);
        assertThat(client.send("DELETE /v2/a/manifests/one").status()).isEqualTo(202);
        assertThat(client.send("GET /v2/a/manifests/one").status()).isEqualTo(404);
        assertThat(client.send("DELETE /v2/a/manifests/one").status()).isEqualTo(404);
        assertThat(client.send("GET /v2/a/manifests/two").status()).isEqualTo(200);
        assertThat(client.send("DELETE /v2/a/manifests/" + digest(manifest)).status())
                .isEqualTo(202);
        assertThat(client.send("GET /v2/a/manifests/two").status()).isEqualTo(404);
        assertThat(client.send("GET /v2/a/tags/list").text()).isEqualTo("{\"name\":\"a\",\"tags\":[]}");
        assertThat(client.send("DELETE /v2/a/blobs/" + BLOB).status()).isEqualTo(202);
        assertThat(client.send("GET /v2/a/blobs/" + BLOB).status()).isEqualTo(404);
        assertThat(client.send("DELETE /v2/a/blobs/" + BLOB).status()).isEqualTo(404);
    }

    @Test
    void whatIsSwitchedOffIsNotAllowed() throws IOException {
        HttpSettings defaults = HttpSettings.defaults();
        for (boolean readOnly : new boolean[] {true, false}) {
            HttpSettings settings = new HttpSettings(
                    "/",
                    Optional.empty(),
                    Map.of(),
                    readOnly,
                    false,
                    defaults.maxManifestBytes(),
                    10,
                    OptionalLong.empty(),
                    0,
                    defaults.rateWindow());
            try (RunningRegistry closed = new RunningRegistry(new InMemoryStore(), settings, new OpenAccess());
                    RawClient refused = closed.client()) {
                for (String path : List.of("manifests/one", "manifests/" + BLOB, "blobs/" + BLOB)) {
                    RawClient.Answer answer = refused.send("DELETE /v2/a/" + path);
                    assertThat(answer.status()).isEqualTo(405);
                    assertThat(answer.code()).isEqualTo("UNSUPPORTED");
                    assertThat(answer.header("Allow").orElseThrow()).doesNotContain("DELETE");
                }
                assertThat(refused.send("POST /v2/a/blobs/uploads/", "Content-Length: 0")
                                .status())
                        .isEqualTo(readOnly ? 405 : 202);
                assertThat(closed.storage.calls()).isEmpty();
            }
        }
    }

    @Test
    void optionsTellsWhatIsAllowed() throws IOException {
        RawClient.Answer answer = client.send("OPTIONS /v2/a/manifests/x");
        assertThat(answer.status()).isEqualTo(204);
        assertThat(answer.header("Allow")).contains("GET, HEAD, PUT, DELETE");
    }

    @Test
    void theBaseAnswersWhateverItsSlash() throws IOException {
        for (String path : List.of("/v2/", "/v2")) {
            RawClient.Answer answer = client.send("GET " + path);
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.text()).isEqualTo("{}");
            assertThat(answer.header("Docker-Distribution-API-Version")).contains("registry/2.0");
        }
        assertThat(client.send("GET /").status()).isEqualTo(200);
    }
}
