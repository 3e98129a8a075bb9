package dev.moorage.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moorage.application.layout.RegistryKeys;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.name.RepositoryName;
import dev.moorage.domain.name.Tag;
import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.StorageUnavailableException;
import dev.moorage.storage.spi.object.Durability;
import dev.moorage.storage.spi.object.WriteCondition;
import dev.moorage.storage.tck.HookedStorageDriver;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Tests tags, referrers and the catalog: OCI Distribution Specification, "Content discovery". */
class ContentDiscoveryTest extends ContentOverHttp {
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
    void tagsWithoutANumberOfThemComeAllAtOnce() throws IOException {
        List<String> tags =
                IntStream.range(0, 2_345).mapToObj(i -> "v" + i).sorted().toList();
        Digest digest = digest(image(""));
        put("v0", image(""), OCI);
        for (String tag : tags) {
            registry.storage.put(
                    RegistryKeys.tagLink(new RepositoryName("a"), new Tag(tag)),
                    digest.toString().getBytes(StandardCharsets.US_ASCII),
                    WriteCondition.ANY,
                    Durability.PROCESS_CRASH);
        }
        RawClient.Answer all = client.send("GET /v2/a/tags/list");
        assertThat(all.text()).isEqualTo("{\"name\":\"a\",\"tags\":[\"" + String.join("\",\"", tags) + "\"]}");
        assertThat(all.header("Link")).isEmpty();
        assertThat(client.send("GET /v2/a/tags/list?last=v2").text())
                .startsWith("{\"name\":\"a\",\"tags\":[\"v20\",\"v200\"");
        assertThat(client.send("GET /v2/a/tags/list?n=2000").header("Link"))
                .contains("</v2/a/tags/list?n=1000&last=v1898>; rel=\"next\"");
    }

    @Test
    void listThatFailsOnALaterPageIsNoList() throws IOException {
        for (int i = 0; i < 1_100; i++) {
            registry.storage.put(
                    RegistryKeys.tagLink(new RepositoryName("a"), new Tag("v" + i)),
                    BLOB.toString().getBytes(StandardCharsets.US_ASCII),
                    WriteCondition.ANY,
                    Durability.PROCESS_CRASH);
        }
        AtomicInteger listings = new AtomicInteger();
        StorageDriver failing = new HookedStorageDriver(registry.storage, (method, key) -> {
            if (method.equals("list") && listings.incrementAndGet() == 2) {
                throw new StorageUnavailableException("the store is gone");
            }
        });
        try (RunningRegistry other = new RunningRegistry(failing);
                RawClient reader = other.client()) {
            RawClient.Answer answer = reader.send("GET /v2/a/tags/list");
            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.code()).isEqualTo("UNAVAILABLE");
        }
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

        String older = image(
                ",\"annotations\":{\"older\":\"yes\"},\"subject\":" + layer("a manifest that is not there yet", ""));
        put(digest(older).toString(), older, OCI);
        // This is the state after a push to a registry without referrers, whose client maintains the fallback tag.
        registry.storage.delete(
                RegistryKeys.referrerLink(new RepositoryName("a"), subject, digest(older)),
                WriteCondition.ANY,
                Durability.POWER_LOSS);
        String fallback = index(older);
        put("sha256-" + subject.hex(), fallback, INDEX);
        assertThat(client.send("GET /v2/a/referrers/" + subject).text())
                .contains(digest(referrer).toString(), digest(older).toString(), "\"artifactType\":\"application/x\"");

        assertThat(client.send("DELETE /v2/a/manifests/" + digest(referrer)).status())
                .isEqualTo(202);
        assertThat(client.send("GET /v2/a/referrers/" + subject).text())
                .doesNotContain(digest(referrer).toString());
    }
}
