package dev.moorage.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moorage.application.service.access.OpenAccess;
import dev.moorage.http.route.MirroredRegistries;
import dev.moorage.storage.memory.InMemoryStore;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** Tests a client that opens more uploads than it may. The limit is two here. */
class TooManyUploadsTest {
    private static final byte[] BYTES = {1, 2, 3};
    private static final String EMPTY = "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    private final InMemoryStore store = new InMemoryStore();

    private RunningRegistry registry() throws IOException {
        HttpSettings defaults = HttpSettings.defaults();
        return new RunningRegistry(
                store,
                new HttpSettings(
                        "/",
                        Optional.empty(),
                        Map.of(),
                        false,
                        true,
                        defaults.maxManifestBytes(),
                        1000,
                        OptionalLong.empty(),
                        2,
                        MirroredRegistries.NONE),
                new OpenAccess());
    }

    private static RawClient.Answer start(RawClient client) throws IOException {
        return client.send("POST /v2/a/blobs/uploads/", "Content-Length: 0");
    }

    private static String location(RawClient.Answer answer) {
        return answer.header("Location").orElseThrow();
    }

    private static void isTooMany(RawClient.Answer answer) {
        assertThat(answer.status()).isEqualTo(429);
        assertThat(answer.header("Retry-After")).contains("60");
        assertThat(answer.text()).contains("TOOMANYREQUESTS");
    }

    @Test
    void startsNoMoreWhereItHasTooManyAndEndsThoseItHas() throws IOException {
        try (RunningRegistry registry = registry();
                RawClient client = registry.client()) {
            List<String> started = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                started.add(location(start(client))); // These uploads have nothing in storage.
            }
            List<String> patched = new ArrayList<>();
            for (String upload : started.subList(0, 4)) {
                RawClient.Answer answer = client.send("PATCH " + upload, BYTES);
                assertThat(answer.status()).isEqualTo(202);
                patched.add(location(answer));
            }
            isTooMany(start(client));
            isTooMany(client.send("PATCH " + started.get(4), BYTES));
            isTooMany(client.send("PUT " + started.get(5) + "&digest=" + EMPTY, BYTES));
            isTooMany(client.send("POST /v2/a/blobs/uploads/?digest=" + EMPTY, BYTES));
            assertThat(client.send("PATCH " + patched.get(0), BYTES).status()).isEqualTo(202);
            String foreign = patched.get(1).replace("/v2/a/", "/v2/b/");
            assertThat(client.send("DELETE " + foreign).status()).isEqualTo(404);
            isTooMany(start(client));
            for (String upload : patched.subList(1, 4)) {
                String forged = upload.replace("_state=", "_state=AA");
                assertThat(client.send("PATCH " + forged, BYTES).status()).isEqualTo(404);
            }
            isTooMany(start(client));

            for (String upload : patched.subList(1, 4)) {
                assertThat(client.send("DELETE " + upload).status()).isEqualTo(204);
            }
            assertThat(start(client).status()).isEqualTo(202);
        }
    }

    @Test
    void whatIsCompletedDoesNotCount() throws IOException {
        try (RunningRegistry registry = registry();
                RawClient client = registry.client()) {
            for (int i = 0; i < 10; i++) {
                RawClient.Answer patched = client.send("PATCH " + location(start(client)), new byte[0]);
                assertThat(client.send("PUT " + location(patched) + "&digest=" + EMPTY, "Content-Length: 0")
                                .status())
                        .isEqualTo(201);
            }
            assertThat(start(client).status()).isEqualTo(202);
        }
    }
}
