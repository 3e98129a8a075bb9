package dev.moorage.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moorage.domain.access.Action;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The list of uploads that are under way, and ending one, over real sockets. */
class LiveUploadsTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String CI = GuardedRegistry.basic("ci", "c");
    private static final String OPS = GuardedRegistry.basic("ops", "o");
    private static final String READER = GuardedRegistry.basic("reader", "r");

    /** More than the first slice, so that the upload has a record. */
    private static final int SENT = 3 << 20;

    private GuardedRegistry registry;
    private RawClient client;

    @BeforeEach
    void start() throws IOException {
        registry = new GuardedRegistry(false);
        registry.passwords.put("ci", "c");
        registry.passwords.put("ops", "o");
        registry.passwords.put("reader", "r");
        registry.allow("ci", "team/**", Action.PULL, Action.PUSH);
        registry.allow("ops", "**", Action.LIST, Action.PULL);
        registry.allow("reader", "**", Action.PULL);
        client = registry.client();
    }

    @AfterEach
    void stop() throws IOException {
        client.close();
        registry.close();
    }

    private String started() throws IOException {
        return client.send("POST /v2/team/model/blobs/uploads/", CI)
                .header("Location")
                .orElseThrow()
                .replaceFirst("^https?://[^/]*", "");
    }

    private static String id(String location) {
        return location.replaceFirst(".*/([0-9a-f-]{36}).*", "$1");
    }

    /** Sends the head of a PATCH and a part of its body. */
    private RawClient sending(String location, int bytes) throws IOException {
        RawClient sender = registry.client();
        sender.write(("PATCH " + location + " HTTP/1.1\r\nHost: registry\r\nUser-Agent: docker/29.1 go\r\n" + CI
                        + "\r\nContent-Length: " + 2 * SENT + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
        sender.write(new byte[bytes]);
        return sender;
    }

    private JsonNode list(String user, String query) throws IOException {
        RawClient.Answer answer = client.send("GET /v2/_moorage/uploads" + query, user);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Cache-Control")).hasValue("no-store");
        return JSON.readTree(answer.body());
    }

    /** Asks until the only upload is as wanted. */
    private JsonNode await(Predicate<JsonNode> wanted) throws IOException {
        long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (true) {
            JsonNode all = list(CI, "");
            if (all.get("uploads").size() == 1 && wanted.test(all.get("uploads").get(0))) {
                return all;
            }
            assertThat(System.nanoTime()).as("the last list was %s", all).isLessThan(deadline);
        }
    }

    private static Predicate<JsonNode> in(String state) {
        return upload -> upload.get("state").asString().equals(state);
    }

    @Test
    void anUploadIsSeenReceivingThenStalledThenIdle() throws IOException {
        String location = started();
        try (RawClient sender = sending(location, SENT)) {
            JsonNode all = await(upload -> upload.get("bytes").asLong() == SENT);
            JsonNode upload = all.get("uploads").get(0);
            assertThat(upload.get("id").asString()).isEqualTo(id(location));
            assertThat(upload.get("repository").asString()).isEqualTo("team/model");
            assertThat(upload.get("replica").asString()).isEqualTo("here");
            assertThat(upload.get("user").asString()).isEqualTo("ci");
            assertThat(upload.get("remote").asString()).isEqualTo("127.0.0.1");
            assertThat(upload.get("client").asString()).isEqualTo("docker/29.1");
            assertThat(upload.get("method").asString()).isEqualTo("PATCH");
            assertThat(upload.get("expected").asLong()).isEqualTo(2 * SENT);
            assertThat(upload.get("requests").asInt()).isEqualTo(1);
            assertThat(upload.get("durable").asLong()).isZero();
            assertThat(all.get("partial").asBoolean()).isFalse();
            JsonNode stalled = await(in("stalled"));
            assertThat(stalled.get("totals").get("stalled").asInt()).isEqualTo(1);
            assertThat(stalled.get("totals").get("bytesPerSecond").asLong()).isZero();
            assertThat(list(CI, "?state=stalled").get("uploads").size()).isEqualTo(1);
            assertThat(list(CI, "?state=receiving").get("uploads").size()).isZero();
        }
        JsonNode idle = await(in("idle")).get("uploads").get(0);
        assertThat(idle.get("durable").asLong()).isEqualTo(SENT);
    }

    @Test
    void aScanReadsTheStorageForOperatorsAndARepositoryForThoseThatPushToIt() throws IOException {
        String location = started();
        assertThat(client.send("PATCH " + location, new byte[10], CI).status()).isEqualTo(202);
        for (String asked : List.of(OPS + " ?scan=true", CI + " ?scan=true&repository=team/model")) {
            int query = asked.lastIndexOf(' ');
            JsonNode page = list(asked.substring(0, query), asked.substring(query + 1));
            assertThat(page.get("reads").asInt()).isEqualTo(1);
            assertThat(page.get("partial").asBoolean()).isFalse();
            assertThat(page.get("uploads").size()).isEqualTo(1);
            JsonNode upload = page.get("uploads").get(0);
            assertThat(upload.get("id").asString()).isEqualTo(id(location));
            assertThat(upload.get("durable").asLong()).isEqualTo(10);
            assertThat(upload.get("user").asString()).isEqualTo("ci");
            assertThat(upload.get("remote").asString()).isEqualTo("127.0.0.1");
        }
        assertThat(client.send("GET /v2/_moorage/uploads?scan=true", CI).status())
                .isEqualTo(403);
        assertThat(client.send("GET /v2/_moorage/uploads?scan=true&repository=other", CI)
                        .status())
                .isEqualTo(403);
        assertThat(client.send("GET /v2/_moorage/uploads?scan=true", READER).status())
                .isEqualTo(403);
        assertThat(client.send("GET /v2/_moorage/uploads?scan=true").status()).isEqualTo(401);
        assertThat(client.send("GET /v2/_moorage/uploads?scan=true&n=0", OPS).status())
                .isEqualTo(400);
    }

    @Test
    void aResumedUploadCountsItsBytesOnce() throws IOException {
        String location = started();
        try (RawClient sender = sending(location, SENT)) {
            await(upload -> upload.get("bytes").asLong() == SENT);
        }
        await(in("idle"));
        String next = client.send("GET " + location, CI)
                .header("Location")
                .orElseThrow()
                .replaceFirst("^https?://[^/]*", "");
        JsonNode resumed = await(upload -> upload.get("resumed").asInt() == 1);
        assertThat(resumed.get("uploads").get(0).get("bytes").asLong()).isEqualTo(SENT);
        assertThat(client.send("PATCH " + next, new byte[10], CI).status()).isEqualTo(202);
        await(upload -> upload.get("bytes").asLong() == SENT + 10);
    }

    @Test
    void anUploadThatIsEndedHasNoMoreRequests() throws IOException {
        String location = started();
        try (RawClient sender = sending(location, SENT)) {
            await(upload -> upload.get("bytes").asLong() == SENT);
            String path = "/v2/_moorage/uploads/" + id(location) + "?repository=team/model";
            assertThat(client.send("GET " + path, CI).text()).contains("\"state\":");
            assertThat(client.send("DELETE " + path, OPS).status()).isEqualTo(403);
            assertThat(client.send("DELETE " + path, CI).status()).isEqualTo(204);
            assertThat(list(CI, "").get("uploads").size()).isZero();
            RawClient.Answer late = client.send("PATCH " + location, new byte[1], CI);
            assertThat(late.status()).isEqualTo(404);
            assertThat(late.code()).isEqualTo("BLOB_UPLOAD_UNKNOWN");
            assertThat(client.send("DELETE " + path, CI).code()).isEqualTo("BLOB_UPLOAD_UNKNOWN");
            assertThat(client.send("GET " + path, CI).status()).isEqualTo(404);
        }
    }

    @Test
    void aCommittedUploadIsNoLongerListed() throws IOException {
        client.send("POST /v2/team/model/blobs/uploads/", new byte[0], CI);
        String location = started();
        assertThat(client.send("PATCH " + location, new byte[5], CI).status()).isEqualTo(202);
        assertThat(list(CI, "").get("uploads").size()).isEqualTo(1);
        String next = client.send("GET " + location, CI)
                .header("Location")
                .orElseThrow()
                .replaceFirst("^https?://[^/]*", "");
        String digest = "sha256:8855508aade16ec573d21e6a485dfd0a7624085c1a14b5ecdd6485de0c6839a4";
        assertThat(client.send("PUT " + next + "&digest=" + digest, CI).status())
                .isEqualTo(201);
        assertThat(list(CI, "").get("uploads").size()).isZero();
    }

    private BufferedReader watching(HttpClient browser) throws IOException, InterruptedException {
        HttpResponse<InputStream> response = browser.send(
                HttpRequest.newBuilder(
                                URI.create("http://127.0.0.1:" + registry.running.port() + "/v2/_moorage/uploads"))
                        .header("Accept", "text/event-stream")
                        .header("Authorization", CI.substring("Authorization: ".length()))
                        .build(),
                HttpResponse.BodyHandlers.ofInputStream());
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type")).hasValue("text/event-stream");
        assertThat(response.headers().firstValue("X-Accel-Buffering")).hasValue("no");
        return new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8));
    }

    private static JsonNode snapshot(BufferedReader stream) throws IOException {
        while (true) {
            String line = stream.readLine();
            assertThat(line).as("the stream has ended").isNotNull();
            if (line.startsWith("data: ")) {
                return JSON.readTree(line.substring("data: ".length()));
            }
        }
    }

    @Test
    void aWatcherGetsWhatChangesAndLeavesAServerThatStops() throws Exception {
        try (HttpClient browser = HttpClient.newHttpClient();
                BufferedReader stream = watching(browser)) {
            assertThat(stream.readLine()).isEqualTo("retry: 3000");
            assertThat(snapshot(stream).get("uploads").size()).isZero();
            String location = started();
            assertThat(client.send("PATCH " + location, new byte[5], CI).status())
                    .isEqualTo(202);
            JsonNode changed = snapshot(stream);
            assertThat(changed.get("uploads").get(0).get("id").asString()).isEqualTo(id(location));
            assertThat(changed.get("totals").get("idle").asInt()).isEqualTo(1);
            registry.close();
            for (String line = stream.readLine(); line != null; line = stream.readLine()) {
                assertThat(line).doesNotStartWith("data:");
            }
        }
    }

    @Test
    void noMoreThanFiftyClientsWatch() throws Exception {
        List<RawClient> watchers = new ArrayList<>();
        try {
            for (int i = 0; i < 50; i++) {
                RawClient watcher = registry.client();
                watchers.add(watcher);
                watcher.write(("GET /v2/_moorage/uploads HTTP/1.1\r\nHost: registry\r\nAccept: text/event-stream\r\n"
                                + CI + "\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
                assertThat(watcher.line()).contains("200");
            }
            RawClient.Answer refused = client.send("GET /v2/_moorage/uploads", CI, "Accept: text/event-stream");
            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.header("Retry-After")).hasValue("10");
        } finally {
            for (RawClient watcher : watchers) {
                watcher.close();
            }
        }
    }

    @Test
    void eachCallerSeesTheUploadsOfRepositoriesThatItMayPushTo() throws IOException {
        String location = started();
        assertThat(client.send("PATCH " + location, new byte[5], CI).status()).isEqualTo(202);
        assertThat(list(OPS, "").get("uploads").size()).as("may list all names").isEqualTo(1);
        assertThat(list(OPS, "?mine=true").get("uploads").size()).isZero();
        assertThat(list(CI, "?mine=true").get("uploads").size()).isEqualTo(1);
        assertThat(list(CI, "?repository=team/other").get("uploads").size()).isZero();
        assertThat(list(READER, "").get("uploads").size()).isZero();
        assertThat(client.send("GET /v2/_moorage/uploads").status()).isEqualTo(401);
    }

    @Test
    void badRequestsAreExplained() throws IOException {
        assertThat(client.send("GET /v2/_moorage/uploads?state=lost", CI).status())
                .isEqualTo(400);
        assertThat(client.send("GET /v2/_moorage/uploads?repository=No!", CI).code())
                .isEqualTo("NAME_INVALID");
        assertThat(client.send("DELETE /v2/_moorage/uploads/x", CI).code()).isEqualTo("NAME_INVALID");
        assertThat(client.send("DELETE /v2/_moorage/uploads/x?repository=team/model", CI)
                        .code())
                .isEqualTo("BLOB_UPLOAD_UNKNOWN");
        assertThat(client.send("POST /v2/_moorage/uploads", CI).header("Allow")).hasValue("GET");
        assertThat(client.send("GET /v2/_moorage/else", CI).status()).isEqualTo(404);
    }
}
