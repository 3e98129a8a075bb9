package dev.moorage.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moorage.application.port.in.access.AccessCommand;
import dev.moorage.application.port.in.access.AccessResult;
import dev.moorage.application.port.in.access.Credentials;
import dev.moorage.storage.memory.InMemoryStore;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Tests access control: the base endpoint that clients request first, the methods that OPTIONS lists, and the refusal of
 * unauthenticated clients.
 */
class AccessOverHttpTest extends ContentOverHttp {
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

    @Test
    void optionsTellsWhatIsAllowed() throws IOException {
        RawClient.Answer answer = client.send("OPTIONS /v2/a/manifests/x");
        assertThat(answer.status()).isEqualTo(204);
        assertThat(answer.header("Allow")).contains("GET, HEAD, PUT, DELETE");
    }

    @Test
    void nobodyReachesStorageOrABodyWithoutTheRight() throws IOException {
        try (RunningRegistry closed = new RunningRegistry(
                        new InMemoryStore(),
                        HttpSettings.defaults(),
                        _ -> new AccessResult.Unauthenticated(AccessResult.Reason.MISSING));
                RawClient stranger = closed.client()) {
            for (String line : new String[] {
                "GET /v2/",
                "GET /v2/_catalog",
                "POST /v2/a/blobs/uploads/",
                "GET /v2/a/tags/list",
                "GET /v2/a/manifests/x",
                "DELETE /v2/a/manifests/x",
                "GET /v2/a/blobs/" + BLOB,
                "GET /v2/a/referrers/" + BLOB
            }) {
                RawClient.Answer refused = stranger.send(line, "Content-Length: 0");
                assertThat(refused.status()).as(line).isEqualTo(401);
                assertThat(refused.code()).isEqualTo("UNAUTHORIZED");
                assertThat(refused.header("WWW-Authenticate")).contains("Basic realm=\"x\"");
            }
            RawClient.Answer refused = stranger.send(
                    "PATCH /v2/a/blobs/uploads/01234567-89ab-cdef-0123-456789abcdef",
                    "Content-Length: 1000000000",
                    "Expect: 100-continue");
            assertThat(refused.status()).isEqualTo(401);
            assertThat(closed.storage.calls()).isEmpty();
        }
    }

    @Test
    void aLoginThatIsRefusedForATimeGetsRetryAfter() throws IOException {
        assertRefused(new AccessResult.Throttled(Duration.ofMillis(2001)), 429, "TOOMANYREQUESTS", "3");
        assertRefused(new AccessResult.Throttled(Duration.ofNanos(1)), 429, "TOOMANYREQUESTS", "1");
        assertRefused(new AccessResult.Unavailable(Duration.ofSeconds(5)), 503, "UNAVAILABLE", "5");
    }

    private static void assertRefused(AccessResult result, int status, String code, String retryAfter)
            throws IOException {
        List<AccessCommand> commands = new ArrayList<>();
        try (RunningRegistry closed = new RunningRegistry(new InMemoryStore(), HttpSettings.defaults(), command -> {
                    commands.add(command);
                    return result;
                });
                RawClient stranger = closed.client()) {
            RawClient.Answer refused = stranger.send("GET /v2/", "Authorization: Basic eDp5");
            assertThat(refused.status()).isEqualTo(status);
            assertThat(refused.code()).isEqualTo(code);
            assertThat(refused.header("Retry-After")).contains(retryAfter);
            assertThat(refused.header("WWW-Authenticate")).isEmpty();
            assertThat(commands).singleElement().satisfies(command -> {
                assertThat(command.credentials()).isEqualTo(new Credentials.Password("x", "y"));
                assertThat(command.address()).isEqualTo("127.0.0.1");
                assertThat(command.connected().getAsBoolean()).isTrue();
            });
            assertThat(closed.storage.calls()).isEmpty();
        }
    }
}
