package dev.moorage.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moorage.domain.access.Action;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.digest.DigestAlgorithm;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tests pushes that take longer than their tokens live, and rights that change during a push. */
class LongPushTest {
    private static final byte[] CHUNK = "sixteen letters.".getBytes(StandardCharsets.US_ASCII);
    private static final String SCOPE = "repository:app:pull,push";

    private final GuardedRegistry registry = new GuardedRegistry();
    private final RawClient client = registry.client();

    LongPushTest() throws IOException {
        for (String user : List.of("alice", "bob")) {
            registry.passwords.put(user, "secret");
            registry.allow(user, "app", Action.PULL, Action.PUSH);
        }
    }

    @AfterEach
    void stop() throws IOException {
        client.close();
        registry.close();
    }

    private String token(String user) {
        return registry.bearer(Optional.of(user), SCOPE);
    }

    private RawClient.Answer start(String header) throws IOException {
        RawClient.Answer started = client.send("POST /v2/app/blobs/uploads/", "Content-Length: 0", header);
        assertThat(started.status()).isEqualTo(202);
        return started;
    }

    private static String location(RawClient.Answer answer) {
        return answer.header("Location").orElseThrow();
    }

    private static Digest digest(byte[] content) {
        return Digest.of(DigestAlgorithm.SHA256, content);
    }

    @Test
    void pushOfAnHourEndsWithTheTokenOfAMinuteThatItBeganWith() throws IOException {
        String token = token("alice");
        RawClient.Answer last = start(token);
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (int minute = 0; minute < 60; minute += 10) {
            registry.passes(Duration.ofMinutes(10));
            last = client.send("PATCH " + location(last), CHUNK, token);
            assertThat(last.status()).as("after %d minutes", minute).isEqualTo(202);
            all.writeBytes(CHUNK);
        }
        assertThat(client.send("GET " + location(last), token).status()).isEqualTo(204);
        assertThat(client.send("GET /v2/app/tags/list", token).status())
                .as("for anything else the token has ended")
                .isEqualTo(401);
        RawClient.Answer put = client.send(
                "PUT " + location(last) + "&digest=" + digest(all.toByteArray()), "Content-Length: 0", token);
        assertThat(put.status()).isEqualTo(201);
        assertThat(client.send("GET /v2/app/blobs/" + digest(all.toByteArray()), token("alice"))
                        .body())
                .isEqualTo(all.toByteArray());
    }

    @Test
    void graceEndsAnHourAfterTheToken() throws IOException {
        String token = token("alice");
        RawClient.Answer last = start(token);
        registry.passes(GuardedRegistry.LIFE.plusHours(1).minusMillis(1));
        last = client.send("PATCH " + location(last), CHUNK, token);
        assertThat(last.status()).isEqualTo(202);
        registry.passes(Duration.ofMillis(1));
        assertThat(client.send("PATCH " + location(last), CHUNK, token).status())
                .isEqualTo(401);
    }

    @Test
    void tokenThatHasEndedContinuesNoUploadOfAnotherCallerAndNoOtherUpload() throws IOException {
        String alice = token("alice");
        String bob = token("bob");
        String anonymous = registry.bearer(Optional.empty(), SCOPE);
        String upload = location(start(alice));
        String other = location(start(alice));
        registry.passes(GuardedRegistry.LIFE);
        for (String header : List.of(bob, anonymous)) {
            assertThat(client.send("PATCH " + upload, CHUNK, header).status()).isEqualTo(401);
        }
        String state = upload.substring(upload.indexOf('?'));
        String id = other.substring(0, other.indexOf('?'));
        assertThat(client.send("PATCH " + id + state, CHUNK, alice).status())
                .as("with the state of another upload")
                .isEqualTo(401);
        assertThat(client.send("PATCH " + upload.replace("_state=", "_state=A"), CHUNK, alice)
                        .status())
                .as("with a forged state")
                .isEqualTo(401);
        assertThat(client.send("PATCH " + upload.substring(0, upload.indexOf('?')), CHUNK, alice)
                        .status())
                .as("without a state")
                .isEqualTo(401);
        assertThat(client.send("DELETE " + upload, alice).status()).isEqualTo(401);
        assertThat(client.send("PATCH " + upload, CHUNK, alice).status()).isEqualTo(202);
    }

    @Test
    void uploadOfACallerWithAPasswordIsContinuedByItsTokenThatHasEnded() throws IOException {
        String token = token("alice");
        String upload = location(start(GuardedRegistry.basic("alice", "secret")));
        registry.passes(GuardedRegistry.LIFE);
        assertThat(client.send("PATCH " + upload, CHUNK, token).status()).isEqualTo(202);
        assertThat(client.send("PATCH " + upload, CHUNK, token("bob")).status())
                .as("the offset of another request has changed")
                .isIn(202, 416);
    }

    @Test
    void tokenInItsGraceStillFollowsRulesAndPasswords() throws IOException {
        String token = token("alice");
        RawClient.Answer last = start(token);
        registry.passes(GuardedRegistry.LIFE);
        registry.deny("alice", "app", Action.PUSH);
        assertThat(client.send("PATCH " + location(last), CHUNK, token).status())
                .isEqualTo(403);
        registry.passwords.put("alice", "another");
        assertThat(client.send("PATCH " + location(last), CHUNK, token).status())
                .isEqualTo(401);
    }

    /** Sends the head of a request and half of its body, changes something, and sends the rest. */
    private RawClient.Answer duringABody(String line, byte[] body, Runnable change, String... headers)
            throws IOException {
        try (RawClient slow = registry.client()) {
            int half = body.length / 2;
            int granted = registry.granted();
            slow.write((line + " HTTP/1.1\r\nHost: registry\r\nContent-Length: " + body.length + "\r\n"
                            + String.join("\r\n", headers) + "\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            slow.write(Arrays.copyOf(body, half));
            registry.awaitMoreGranted(granted);
            change.run();
            slow.write(Arrays.copyOfRange(body, half, body.length));
            return slow.answer(false);
        }
    }

    @Test
    void tokenThatEndsDuringABodyDoesNotEndTheRequest() throws IOException {
        String upload = location(start(token("alice")));
        RawClient.Answer put = duringABody(
                "PUT " + upload + "&digest=" + digest(CHUNK),
                CHUNK,
                () -> registry.passes(Duration.ofDays(1)),
                token("alice"));
        assertThat(put.status()).isEqualTo(201);
    }

    @Test
    void anonymousCallerWhoseRightEndsDuringABodyIsAskedToLogIn() throws IOException {
        registry.allow("anonymous", "open", Action.PULL, Action.PUSH);
        String token = registry.bearer(Optional.empty(), "repository:open:pull,push");
        byte[] manifest = "{\"schemaVersion\":2,\"manifests\":[]}".getBytes(StandardCharsets.UTF_8);
        RawClient.Answer start = client.send("POST /v2/open/blobs/uploads/", token, "Content-Length: 0");
        for (String line :
                List.of("PUT /v2/open/manifests/v1", "PUT " + location(start) + "&digest=" + digest(manifest))) {
            registry.allow("anonymous", "open", Action.PULL, Action.PUSH);
            RawClient.Answer put = duringABody(
                    line,
                    manifest,
                    registry::allowNothing,
                    token,
                    "Content-Type: application/vnd.oci.image.index.v1+json");
            assertThat(put.status()).as(line).isEqualTo(401);
            assertThat(put.code()).isEqualTo("UNAUTHORIZED");
            assertThat(put.header("WWW-Authenticate").orElseThrow()).contains("scope=\"repository:open:pull,push\"");
        }
    }

    private void assertDeniedAtTheCommit(String line, byte[] body, Runnable change, String... headers)
            throws IOException {
        String[] all = Arrays.copyOf(headers, headers.length + 1);
        all[headers.length] = GuardedRegistry.basic("alice", "secret");
        RawClient.Answer answer = duringABody(line, body, change, all);
        assertThat(answer.status()).as(line).isEqualTo(403);
        assertThat(answer.code()).isEqualTo("DENIED");
    }

    @Test
    void rightsThatEndDuringABodyAreSeenAtTheCommit() throws IOException {
        byte[] manifest = ContentOverHttp.index(ContentOverHttp.image(""))
                .replaceAll("\\{\"mediaType[^}]*}", "")
                .getBytes(StandardCharsets.UTF_8);
        String upload = location(start(GuardedRegistry.basic("alice", "secret")));
        Runnable deny = () -> registry.deny("alice", "app", Action.PUSH);
        assertDeniedAtTheCommit("PUT " + upload + "&digest=" + digest(CHUNK), CHUNK, deny);
        for (String line : List.of("POST /v2/app/blobs/uploads/?digest=" + digest(CHUNK), "PUT /v2/app/manifests/v1")) {
            registry.allowNothing();
            registry.allow("alice", "app", Action.PULL, Action.PUSH);
            assertDeniedAtTheCommit(
                    line, line.startsWith("PUT") ? manifest : CHUNK, deny, "Content-Type: " + ContentOverHttp.INDEX);
        }
        registry.allowNothing();
        registry.allow("bob", "app", Action.PULL);
        for (String path : List.of("/v2/app/blobs/" + digest(CHUNK), "/v2/app/manifests/v1")) {
            assertThat(client.send("GET " + path, GuardedRegistry.basic("bob", "secret"))
                            .status())
                    .as(path)
                    .isEqualTo(404);
        }
    }

    @Test
    void userThatIsRemovedDuringABodyIsSeenAtTheCommit() throws IOException {
        String upload = location(start(GuardedRegistry.basic("alice", "secret")));
        assertDeniedAtTheCommit(
                "PUT " + upload + "&digest=" + digest(CHUNK), CHUNK, () -> registry.passwords.remove("alice"));
    }
}
