package dev.moorage.bootstrap.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.moorage.bootstrap.config.Defaults;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.digest.DigestAlgorithm;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

/** Tests that no cache shows content to a caller of another repository, and that no log shows credentials. */
class CachedContentAccessTest {
    private static final String CONTENT = "what members of the team read";
    private static final Digest BLOB = Digest.of(DigestAlgorithm.SHA256, CONTENT.getBytes(StandardCharsets.UTF_8));
    private static final String INDEX =
            "{\"schemaVersion\":2,\"mediaType\":\"application/vnd.oci.image.index.v1+json\",\"manifests\":[]}";
    private static final Digest REVISION = Digest.of(DigestAlgorithm.SHA256, INDEX.getBytes(StandardCharsets.UTF_8));
    private static final String ALICE = basic("alice", "pa55word-of-alice");
    private static final String BOB = basic("bob", "pa55word-of-bob");

    private final HttpClient client = HttpClient.newHttpClient();
    private final Registry registry;

    CachedContentAccessTest(@TempDir Path folder) throws Exception {
        Files.writeString(folder.resolve("users"), """
                alice:$5$saltsalt$h8bF/tESGeuc2BDOIV12x4KzOKHSl1Y4wupygLrtIxB
                bob:$5$saltsalt$XzNAMMzVYMbWDgJEqWD4pC/xf5K0Uz1uNXyEjLAZx63
                """);
        Path file = Files.writeString(folder.resolve("config.yml"), """
                version: 0.1
                storage: {filesystem: {rootdirectory: "%s/root"}, delete: {enabled: true}, cache: {ttl: 1h}}
                http: {addr: "127.0.0.1:0", secret: 0123456789abcdef0123456789abcdef}
                auth: {htpasswd: {path: "%s/users"}, issuer: {enabled: true}}
                access:
                  rules:
                    - {who: alice, may: [push, delete], repositories: "team/**"}
                    - {who: bob, may: [push, delete], repositories: "mine/**"}
                """.formatted(folder, folder));
        this.registry = Registry.start(Features.configurationReader(Defaults.QUICK_START)
                .read(Optional.of(file), Map.of())
                .configuration());
    }

    @AfterEach
    void stop() throws IOException {
        client.close();
        registry.close();
    }

    private static String basic(String user, String password) {
        return "Basic " + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
    }

    private HttpResponse<String> send(String method, String path, String credentials, String body)
            throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + registry.port() + "/v2/" + path))
                .header("Authorization", credentials)
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .build();
        return client.send(request, BodyHandlers.ofString());
    }

    private int status(String method, String path, String credentials) throws IOException, InterruptedException {
        return send(method, path, credentials, "").statusCode();
    }

    private void push(String repository, String credentials) throws IOException, InterruptedException {
        assertThat(send("POST", repository + "/blobs/uploads/?digest=" + BLOB, credentials, CONTENT)
                        .statusCode())
                .isEqualTo(201);
        assertThat(send("PUT", repository + "/manifests/v1", credentials, INDEX).statusCode())
                .isEqualTo(201);
    }

    /** Reads each kind of content until all caches hold it. */
    private void warm(String repository, String credentials) throws IOException, InterruptedException {
        for (int i = 0; i < 3; i++) {
            for (String path : List.of("blobs/" + BLOB, "manifests/" + REVISION, "manifests/v1")) {
                assertThat(status("GET", repository + "/" + path, credentials)).isEqualTo(200);
                assertThat(status("HEAD", repository + "/" + path, credentials)).isEqualTo(200);
            }
        }
    }

    private void assertAbsent(String repository, String credentials) throws IOException, InterruptedException {
        for (String method : List.of("GET", "HEAD")) {
            for (String path : List.of("blobs/" + BLOB, "manifests/" + REVISION, "manifests/v1")) {
                assertThat(status(method, repository + "/" + path, credentials))
                        .as("%s %s of %s", method, path, repository)
                        .isEqualTo(404);
            }
        }
    }

    @Test
    void contentThatCachesHoldIsShownInItsRepositoryAlone() throws Exception {
        push("team/app", ALICE);
        warm("team/app", ALICE);
        assertAbsent("mine/app", BOB);
        for (String path : List.of("blobs/" + BLOB, "manifests/" + REVISION, "manifests/v1", "tags/list")) {
            assertThat(status("GET", "team/app/" + path, BOB)).as(path).isEqualTo(403);
        }
        for (String query : List.of("?mount=" + BLOB + "&from=team/app", "?mount=" + BLOB, "?digest=" + BLOB)) {
            assertThat(status("POST", "mine/app/blobs/uploads/" + query, BOB))
                    .as(query)
                    .isEqualTo(202);
        }
        assertAbsent("mine/app", BOB);
    }

    @Test
    void contentThatWasDeletedStaysDeletedThoughAnotherRepositoryHasIt() throws Exception {
        push("team/app", ALICE);
        push("mine/app", BOB);
        warm("team/app", ALICE);
        warm("mine/app", BOB);
        assertThat(status("DELETE", "mine/app/blobs/" + BLOB, BOB)).isEqualTo(202);
        assertThat(status("DELETE", "mine/app/manifests/" + REVISION, BOB)).isEqualTo(202);
        assertAbsent("mine/app", BOB);
        warm("team/app", ALICE);
    }

    @Test
    void logsOfEachLevelShowNoCredentials() throws Exception {
        Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        Logger ours = (Logger) LoggerFactory.getLogger("dev.moorage");
        Level before = ours.getLevel();
        ListAppender<ILoggingEvent> appender = new ListAppender<>();
        appender.start();
        ours.setLevel(Level.TRACE);
        root.addAppender(appender);
        String token;
        String state;
        try {
            push("team/app", ALICE);
            HttpResponse<String> issued = send("GET", "token?scope=repository:team/app:pull,push", ALICE, "");
            token = JsonMapper.shared().readTree(issued.body()).get("token").stringValue();
            HttpResponse<String> started = send("POST", "team/app/blobs/uploads/", "Bearer " + token, "");
            state = started.headers().firstValue("Location").orElseThrow().split("_state=", 2)[1];
            assertThat(status("GET", "team/app/tags/list", "Bearer " + token + "x"))
                    .isEqualTo(401);
            assertThat(status("GET", "team/app/tags/list", basic("alice", "pa55word-of-carol")))
                    .isEqualTo(401);
            assertThat(status("GET", "team/app/tags/list", basic("alice", token)))
                    .isEqualTo(200);
            assertThat(send("POST", "token", ALICE, "grant_type=password&username=alice&password=pa55word-of-alice")
                            .statusCode())
                    .isEqualTo(200);
        } finally {
            root.detachAppender(appender);
            ours.setLevel(before);
        }
        assertThat(appender.list).isNotEmpty();
        for (ILoggingEvent event : appender.list) {
            assertThat(event.getFormattedMessage() + event.getKeyValuePairs())
                    .doesNotContain("pa55word", ALICE.substring("Basic ".length()), token, state);
        }
    }
}
