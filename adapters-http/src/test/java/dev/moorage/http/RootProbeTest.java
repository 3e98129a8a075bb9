package dev.moorage.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moorage.application.port.in.access.AccessResult;
import dev.moorage.application.port.in.access.Authorize;
import dev.moorage.storage.memory.InMemoryStore;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Tests {@code /}, which answers as Distribution does. Kubernetes probes it, for example from the chart
 * {@code twuni/docker-registry}.
 */
class RootProbeTest {
    /** Refuses every request. */
    private static final Authorize CLOSED = _ -> new AccessResult.Unauthenticated(AccessResult.Reason.MISSING);

    private final RunningRegistry registry = new RunningRegistry(new InMemoryStore(), HttpSettings.defaults(), CLOSED);
    private final RawClient client = registry.client();

    RootProbeTest() throws IOException {}

    @AfterEach
    void stop() throws IOException {
        client.close();
        registry.close();
    }

    @Test
    void whoHasNoPasswordSeesThatTheRegistryLives() throws IOException {
        for (String method : List.of("GET", "HEAD")) {
            RawClient.Answer answer = client.send(method + " /");
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.header("Cache-Control")).contains("no-cache");
            assertThat(answer.header("Content-Length")).contains("0");
            assertThat(answer.body()).isEmpty();
        }
        assertThat(registry.storage.calls()).isEmpty();
    }

    @Test
    void probesNeedNoPasswordAndNoStorage() throws IOException {
        for (String path : List.of("/livez", "/readyz")) {
            for (String method : List.of("GET ", "HEAD ")) {
                RawClient.Answer answer = client.send(method + path);
                assertThat(answer.status()).as(method + path).isEqualTo(200);
                assertThat(answer.header("Cache-Control")).contains("no-store");
            }
            assertThat(client.send("DELETE " + path).status()).isEqualTo(405);
            assertThat(client.send("GET " + path + "/more").status()).isEqualTo(401);
        }
        assertThat(registry.storage.calls()).isEmpty();
    }

    @Test
    void andNothingElse() throws IOException {
        for (String path : List.of("/v2/", "/v2", "/v2/_catalog", "/v2/a/tags/list", "/v3", "/index.html")) {
            assertThat(client.send("GET " + path).status()).as(path).isEqualTo(401);
        }
        assertThat(client.send("POST /", "Content-Length: 0").status()).isEqualTo(405);
    }
}
