package dev.moorage.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests {@code If-Match} and {@code If-None-Match}: RFC 9110, section 13. */
class ConditionalRequestsTest extends ContentOverHttp {
    private static final String MANIFEST = image("");
    private static final String OTHER = image(",\"annotations\":{\"a\":\"b\"}");
    private static final int ROUNDS = 50;

    private RawClient.Answer write(String reference, String manifest, String... headers) throws IOException {
        return client.send("PUT /v2/a/manifests/" + reference, manifest.getBytes(StandardCharsets.UTF_8), headers);
    }

    private String named() throws IOException {
        return client.send("HEAD /v2/a/manifests/x")
                .header("Docker-Content-Digest")
                .orElseThrow();
    }

    @Test
    void aTagThatMustNotExistIsCreatedOnce() throws IOException {
        assertThat(write("x", MANIFEST, "If-None-Match: *").status()).isEqualTo(201);
        RawClient.Answer second = write("x", OTHER, "If-None-Match: *");
        assertThat(second.status()).isEqualTo(412);
        assertThat(second.code()).isEqualTo("DENIED");
        assertThat(second.header("Content-Type")).contains("application/json");
        assertThat(named()).isEqualTo(digest(MANIFEST).toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "If-Match: \"%s\"",
                "If-Match: %s",
                "If-Match: *",
                "If-Match: \"x\", \"%s\"",
                "If-Match: \"a,b\",%s , \"c\"",
                "If-Match: \"x\"\r\nIf-Match: \"%s\"",
                "if-match: \"%s\"",
                "If-Match:",
                "If-None-Match: \"x\"",
                "If-None-Match: W/\"x\"",
                "If-None-Match: \"x,%s\"",
                "If-Match: \"%s\"\r\nIf-None-Match: \"x\"",
                "If-Unmodified-Since: Wed, 21 Oct 1998 07:28:00 GMT"
            })
    void aTagThatIsAsTheConditionSaysIsMovedAndDeleted(String condition) throws IOException {
        write("x", MANIFEST);
        String header = condition.replace("%s", digest(MANIFEST).toString());
        assertThat(write("x", OTHER, header).status()).isEqualTo(201);
        write("x", MANIFEST);
        assertThat(client.send("DELETE /v2/a/manifests/x", header).status()).isEqualTo(202);
        assertThat(client.send("HEAD /v2/a/manifests/x").status()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "If-Match: \"x\"",
                "If-Match: \"\"",
                "If-Match: W/\"%s\"",
                "If-Match: \"x,%s\"",
                "If-Match: \"x%s\"",
                "If-None-Match: *",
                "If-None-Match: \"%s\"",
                "If-None-Match: W/\"%s\"",
                "If-None-Match: %s",
                "If-None-Match: \"x\", W/\"%s\"",
                "If-None-Match: \"x\"\r\nIf-None-Match: \"%s\"",
                "If-Match: \"%s\"\r\nIf-None-Match: \"%s\"",
                "If-Match: \"x\"\r\nIf-None-Match: \"y\""
            })
    void aTagThatIsNotAsTheConditionSaysIsLeft(String condition) throws IOException {
        write("x", MANIFEST);
        String header = condition.replace("%s", digest(MANIFEST).toString());
        assertThat(write("x", OTHER, header).status()).isEqualTo(412);
        assertThat(client.send("DELETE /v2/a/manifests/x", header).status()).isEqualTo(412);
        assertThat(client.send("DELETE /v2/a/manifests/" + digest(MANIFEST), header)
                        .status())
                .isEqualTo(412);
        assertThat(named()).isEqualTo(digest(MANIFEST).toString());
    }

    @Test
    void aConditionOnAManifestThatIsNotThereIs412ToAPutAnd404ToADelete() throws IOException {
        assertThat(write("x", MANIFEST, "If-Match: *").status()).isEqualTo(412);
        assertThat(write(digest(MANIFEST).toString(), MANIFEST, "If-Match: \"" + digest(MANIFEST) + "\"")
                        .status())
                .isEqualTo(412);
        assertThat(client.send("DELETE /v2/a/manifests/x", "If-Match: *").status())
                .isEqualTo(404);
        assertThat(write(digest(MANIFEST).toString(), MANIFEST, "If-None-Match: *")
                        .status())
                .isEqualTo(201);
        assertThat(write(digest(MANIFEST).toString(), MANIFEST, "If-None-Match: *")
                        .status())
                .isEqualTo(412);
    }

    @Test
    void aBlobIsDeletedUnderAConditionToo() throws IOException {
        String blob = "/v2/a/blobs/" + BLOB;
        assertThat(client.send("DELETE " + blob, "If-Match: \"x\"").status()).isEqualTo(412);
        assertThat(client.send("DELETE " + blob, "If-None-Match: *").status()).isEqualTo(412);
        assertThat(client.send("DELETE " + blob, "If-Match: \"" + BLOB + "\"").status())
                .isEqualTo(202);
        assertThat(client.send("DELETE " + blob, "If-Match: \"x\"").status()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET blobs", "HEAD blobs", "GET manifests", "HEAD manifests"})
    void aReaderIsAnsweredByItsConditionsInTheirOrder(String request) throws IOException {
        client.push("a", MANIFEST.getBytes(StandardCharsets.UTF_8));
        write("x", MANIFEST);
        String line = request.replace(" ", " /v2/a/") + "/" + digest(MANIFEST);
        String tag = "\"" + digest(MANIFEST) + "\"";
        assertThat(client.send(line, "If-Match: " + tag).status()).isEqualTo(200);
        assertThat(client.send(line, "If-Match: *").status()).isEqualTo(200);
        assertThat(client.send(line, "If-Match: W/" + tag).status()).isEqualTo(412);
        RawClient.Answer failed = client.send(line, "If-Match: \"x\"", "If-None-Match: " + tag);
        assertThat(failed.status()).isEqualTo(412);
        assertThat(failed.header("ETag")).isEmpty();
        assertThat(failed.header("Cache-Control")).isEmpty();
        assertThat(client.send(line, "If-Match: " + tag, "If-None-Match: W/" + tag)
                        .status())
                .isEqualTo(304);
        assertThat(client.send(line, "If-None-Match: \"x" + digest(MANIFEST) + "\"")
                        .status())
                .isEqualTo(200);
        assertThat(client.send(line, "If-None-Match: \"x\"", "If-None-Match: " + tag)
                        .status())
                .isEqualTo(304);
        assertThat(client.send(line, "If-Modified-Since: Wed, 21 Oct 2099 07:28:00 GMT")
                        .status())
                .isEqualTo(200);
        assertThat(client.send(line, "If-Unmodified-Since: Wed, 21 Oct 1998 07:28:00 GMT")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void ofTwoClientsThatCreateOneTagOneIsAnsweredWith201AndOneWith412() throws Exception {
        try (ExecutorService threads = Executors.newCachedThreadPool();
                RawClient other = registry.client()) {
            for (int round = 0; round < ROUNDS; round++) {
                CyclicBarrier start = new CyclicBarrier(2);
                String line = "PUT /v2/a/manifests/t" + round;
                List<Future<Integer>> racers = new ArrayList<>();
                for (RawClient racer : List.of(client, other)) {
                    String manifest = racer == other ? OTHER : MANIFEST;
                    racers.add(threads.submit(() -> {
                        start.await();
                        return racer.send(line, manifest.getBytes(StandardCharsets.UTF_8), "If-None-Match: *")
                                .status();
                    }));
                }
                assertThat(List.of(racers.getFirst().get(), racers.getLast().get()))
                        .as("round %d", round)
                        .containsExactlyInAnyOrder(201, 412);
            }
        }
    }
}
