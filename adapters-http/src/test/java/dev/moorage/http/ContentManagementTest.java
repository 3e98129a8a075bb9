package dev.moorage.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moorage.application.service.access.OpenAccess;
import dev.moorage.http.route.MirroredRegistries;
import dev.moorage.storage.memory.InMemoryStore;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** Tests deletion, where it is enabled and where it is not: OCI Distribution Specification, "Content management". */
class ContentManagementTest extends ContentOverHttp {
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
                    MirroredRegistries.NONE);
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
}
