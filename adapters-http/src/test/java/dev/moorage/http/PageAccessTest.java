package dev.moorage.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moorage.domain.access.Action;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the page reads has the rights of what it is made of. */
class PageAccessTest {
    private static final String PAGE = "Moorage-Page: 1";
    private static final String ANN = GuardedRegistry.basic("ann", "secret");
    private static final String OPERATOR = GuardedRegistry.basic("op", "secret");

    private GuardedRegistry guarded;
    private RawClient client;

    @BeforeEach
    void start() throws IOException {
        guarded = new GuardedRegistry();
        guarded.passwords.putAll(Map.of("ann", "secret", "op", "secret"));
        guarded.allow("ann", "open/**", Action.PULL, Action.PUSH);
        guarded.allow("op", "**", Action.PULL, Action.PUSH, Action.LIST);
        client = guarded.client();
        for (String repository : new String[] {"open/a", "closed/b"}) {
            assertThat(client.send(
                                    "POST /v2/" + repository + "/blobs/uploads/?digest=sha256:"
                                            + "ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb",
                                    new byte[] {'a'},
                                    OPERATOR)
                            .status())
                    .isEqualTo(201);
        }
    }

    @AfterEach
    void stop() throws IOException {
        client.close();
        guarded.close();
    }

    private int status(String path, String... headers) throws IOException {
        return client.send("GET /v2/_moorage/" + path, headers).status();
    }

    @Test
    void repositoriesAreThoseOfTheCatalog() throws IOException {
        assertThat(client.send("GET /v2/_moorage/repositories", ANN).text())
                .contains("open/a")
                .doesNotContain("closed");
        assertThat(client.send("GET /v2/_moorage/repositories", OPERATOR).text())
                .contains("open/a", "closed/b");
    }

    @Test
    void tagsAndImagesNeedTheRightToPull() throws IOException {
        assertThat(status("tags/open/a", ANN)).isEqualTo(200);
        assertThat(status("tags/closed/b", ANN)).isEqualTo(403);
        assertThat(status("image/closed/b/v1", ANN)).isEqualTo(403);
        assertThat(status("image/open/a/v1", ANN)).isEqualTo(404);
        assertThat(status("tags/open/a")).isEqualTo(401);
    }

    @Test
    void theStorageIsForOperators() throws IOException {
        assertThat(status("storage", ANN)).isEqualTo(403);
        assertThat(status("storage", OPERATOR)).isEqualTo(200);
    }

    @Test
    void thePageIsAskedForAPasswordAndOthersForAToken() throws IOException {
        assertThat(client.send("GET /v2/_moorage/login", PAGE)
                        .header("www-authenticate")
                        .orElseThrow())
                .startsWith("Basic ");
        assertThat(client.send("GET /v2/_moorage/login")
                        .header("www-authenticate")
                        .orElseThrow())
                .startsWith("Bearer ");
        assertThat(client.send("GET /v2/_moorage/login", ANN, PAGE).text()).contains("\"user\":\"ann\"");
    }

    @Test
    void theFilesOfThePageNeedNoPassword() throws IOException {
        assertThat(client.send("GET /ui/").status()).isEqualTo(200);
    }
}
