package dev.moorage.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moorage.domain.access.Action;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.digest.DigestAlgorithm;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Tests each method of each route with each set of rights: a request without its right is refused, shows nothing of the repository
 * and changes nothing, and one with its right is not refused.
 */
class AccessMatrixTest {
    private static final byte[] SECRET = "what only members of the repository read".getBytes(StandardCharsets.UTF_8);
    private static final Digest BLOB = Digest.of(DigestAlgorithm.SHA256, SECRET);
    private static final String MANIFEST =
            "{\"schemaVersion\":2,\"mediaType\":\"%s\",\"config\":{\"mediaType\":\"application/x\",\"digest\":\"%s\",\"size\":%d},\"layers\":[]}"
                    .formatted(ContentOverHttp.OCI, BLOB, SECRET.length);
    private static final Digest REVISION = Digest.of(DigestAlgorithm.SHA256, MANIFEST.getBytes(StandardCharsets.UTF_8));
    private static final List<String> METHODS = List.of("GET", "HEAD", "PATCH", "POST", "PUT", "DELETE");

    private final GuardedRegistry registry = new GuardedRegistry();
    private final RawClient client = registry.client();
    private final String member;

    AccessMatrixTest() throws IOException {
        registry.passwords.put("member", "password");
        registry.passwords.put("alice", "secret");
        registry.allow("member", "**", Action.PULL, Action.PUSH, Action.DELETE);
        registry.allow("alice", "mine", Action.PULL, Action.PUSH, Action.DELETE);
        this.member = GuardedRegistry.basic("member", "password");
        assertThat(client.send("POST /v2/team/app/blobs/uploads/?digest=" + BLOB, SECRET, member)
                        .status())
                .isEqualTo(201);
        assertThat(client.send(
                                "PUT /v2/team/app/manifests/v1",
                                MANIFEST.getBytes(StandardCharsets.UTF_8),
                                "Content-Type: " + ContentOverHttp.OCI,
                                member)
                        .status())
                .isEqualTo(201);
    }

    @AfterEach
    void stop() throws IOException {
        client.close();
        registry.close();
    }

    /** The paths of a repository, those that show the most first. */
    private List<String> paths() throws IOException {
        RawClient.Answer started = client.send("POST /v2/team/app/blobs/uploads/", "Content-Length: 0", member);
        return List.of(
                "/v2/team/app/tags/list",
                "/v2/team/app/tags/list?n=1&from=mine",
                "/v2/team/app/referrers/" + REVISION,
                "/v2/team/app/manifests/v1",
                "/v2/team/app/manifests/" + REVISION,
                "/v2/team/app/manifests/v2?tag=v3",
                "/v2/team/app/manifests/unknown",
                "/v2/team/app/blobs/" + BLOB,
                "/v2/team/app/blobs/sha256:" + "0".repeat(64),
                "/v2/team/app/blobs/uploads/",
                "/v2/team/app/blobs/uploads/?digest=" + BLOB,
                "/v2/team/app/blobs/uploads/?mount=" + BLOB + "&from=mine",
                "/v2/team/app/blobs/uploads/?mount=" + BLOB,
                started.header("Location").orElseThrow(),
                "/v2/team/app/blobs/uploads/01234567-89ab-4cde-8f01-23456789abcd",
                "/v2/team%2Fapp/blobs/" + BLOB);
    }

    /** Which actions a request is of: one of them is enough. */
    private static Set<Action> needed(String method, String path) {
        boolean upload = path.matches(".*/uploads/[^?].*");
        return switch (method) {
            case "GET", "HEAD" -> EnumSet.of(upload ? Action.PUSH : Action.PULL);
            case "DELETE" -> upload ? EnumSet.of(Action.DELETE, Action.PUSH) : EnumSet.of(Action.DELETE);
            default -> EnumSet.of(Action.PUSH);
        };
    }

    /** Each set of rights that rules can give. A right to push is one to pull too. */
    static Stream<Set<Action>> rights() {
        return Stream.of(
                EnumSet.noneOf(Action.class),
                EnumSet.of(Action.PULL),
                EnumSet.of(Action.PULL, Action.PUSH),
                EnumSet.of(Action.DELETE),
                EnumSet.of(Action.PULL, Action.DELETE),
                EnumSet.of(Action.PULL, Action.PUSH, Action.DELETE));
    }

    private static void assertShowsNothing(String request, RawClient.Answer answer) {
        String shown = answer.headers() + answer.text();
        for (String content : List.of(
                BLOB.hex(),
                REVISION.hex(),
                new String(SECRET, StandardCharsets.UTF_8),
                "\"v1\"",
                "docker-content-digest",
                "etag",
                "location")) {
            assertThat(shown.toLowerCase(Locale.ROOT)).as(request).doesNotContain(content.toLowerCase(Locale.ROOT));
        }
    }

    @ParameterizedTest
    @MethodSource("rights")
    void userIsRefusedWhatItMayNotDoAndNothingElse(Set<Action> rights) throws IOException {
        if (!rights.isEmpty()) {
            registry.allow("alice", "team/*", rights.toArray(Action[]::new));
        }
        String basic = GuardedRegistry.basic("alice", "secret");
        for (String method : METHODS) {
            for (String path : paths()) {
                Map<String, Integer> before = Map.copyOf(registry.running.storage.calls());
                String token = registry.bearer(Optional.of("alice"), "repository:team/app:*");
                boolean may = needed(method, path).stream().anyMatch(rights::contains);
                for (String header : List.of(basic, token)) {
                    RawClient.Answer answer =
                            client.send(method + " " + path, "Content-Length: 0", "Range: bytes=0-3", header);
                    String request = method + " " + path + " with " + rights + ": " + answer.text();
                    if (answer.status() == 405) {
                        continue;
                    }
                    assertThat(answer.status() == 403 || answer.status() == 401)
                            .as(request)
                            .isEqualTo(!may);
                    if (!may) {
                        assertThat(answer.status()).as(request).isEqualTo(403);
                        assertShowsNothing(request, answer);
                        assertThat(registry.running.storage.calls()).as(request).isEqualTo(before);
                    }
                }
            }
        }
    }

    @Test
    void callersWithoutRightsAreAskedForCredentialsOnEachRoute() throws IOException {
        List<String> headers = List.of(
                "X-None: 1",
                "Authorization: Basic Og==",
                GuardedRegistry.basic("alice", "wrong"),
                GuardedRegistry.basic("nobody", "secret"),
                "Authorization: Bearer eyJ.forged.signature",
                registry.bearer(Optional.empty(), "repository:team/app:*"),
                registry.bearer(
                        Optional.of("member"), "repository:mine:*", "repository:team:*", "repository:team/ap:*"));
        List<String> all = new ArrayList<>(paths());
        all.add("/v2/_catalog");
        for (String method : METHODS) {
            for (String path : all) {
                for (String header : headers) {
                    RawClient.Answer answer =
                            client.send(method + " " + path, "Content-Length: 0", "Range: bytes=0-3", header);
                    String request = method + " " + path + " with " + header + ": " + answer.text();
                    if (answer.status() != 405) {
                        assertThat(answer.status()).as(request).isEqualTo(401);
                        assertThat(answer.headers().get("www-authenticate"))
                                .as(request)
                                .hasSize(1);
                        assertShowsNothing(request, answer);
                    }
                }
            }
        }
    }

    @Test
    void contentOfAnotherRepositoryIsReachedByNoRouteOfOnesOwn() throws IOException {
        String alice = GuardedRegistry.basic("alice", "secret");
        assertThat(client.send("GET /v2/team/app/blobs/" + BLOB, member).body()).isEqualTo(SECRET);
        for (String line : List.of(
                "GET /v2/mine/blobs/" + BLOB,
                "HEAD /v2/mine/blobs/" + BLOB,
                "GET /v2/mine/manifests/" + REVISION,
                "HEAD /v2/mine/manifests/" + REVISION,
                "DELETE /v2/mine/manifests/" + REVISION,
                "DELETE /v2/mine/blobs/" + BLOB)) {
            assertThat(client.send(line, alice).status()).as(line).isEqualTo(404);
        }
        for (String query : List.of("?mount=" + BLOB + "&from=team/app", "?mount=" + BLOB, "?digest=" + BLOB)) {
            RawClient.Answer answer = client.send("POST /v2/mine/blobs/uploads/" + query, "Content-Length: 0", alice);
            assertThat(answer.status()).as(query).isEqualTo(202);
            assertThat(answer.headers()).doesNotContainKey("docker-content-digest");
        }
        assertThat(client.send("GET /v2/mine/blobs/" + BLOB, alice).status()).isEqualTo(404);
        assertThat(client.send(
                                "PUT /v2/mine/manifests/v1",
                                MANIFEST.getBytes(StandardCharsets.UTF_8),
                                "Content-Type: " + ContentOverHttp.OCI,
                                alice)
                        .code())
                .isEqualTo("MANIFEST_BLOB_UNKNOWN");
        assertThat(client.send("GET /v2/_catalog", alice).text()).doesNotContain("team");
    }

    @Test
    void catalogHasPagesOfWhatTheCallerMayPullAndNamesNothingElse() throws IOException {
        for (String name : List.of("a/secret", "mine", "n/secret", "team/x", "z")) {
            assertThat(client.send("POST /v2/" + name + "/blobs/uploads/?digest=" + BLOB, SECRET, member)
                            .status())
                    .isEqualTo(201);
        }
        registry.allow("alice", "z", Action.PULL);
        String alice = GuardedRegistry.basic("alice", "secret");
        RawClient.Answer page = client.send("GET /v2/_catalog?n=1", alice);
        assertThat(page.text()).isEqualTo("{\"repositories\":[\"mine\"]}");
        assertThat(page.header("Link")).contains("</v2/_catalog?n=1&last=mine>; rel=\"next\"");
        RawClient.Answer last = client.send("GET /v2/_catalog?n=1&last=mine", alice);
        assertThat(last.text()).isEqualTo("{\"repositories\":[\"z\"]}");
        assertThat(last.headers()).doesNotContainKey("link");
        assertThat(client.send("GET /v2/_catalog?n=2147483647", alice).text())
                .isEqualTo("{\"repositories\":[\"mine\",\"z\"]}");
        assertThat(client.send("GET /v2/_catalog", registry.bearer(Optional.of("alice"), "registry:catalog:*"))
                        .text())
                .isEqualTo("{\"repositories\":[\"mine\",\"z\"]}");
    }

    @Test
    void mountNeedsATokenForItsSource() throws IOException {
        registry.allow("alice", "team/app", Action.PULL);
        String target = registry.bearer(Optional.of("alice"), "repository:mine:pull,push", "repository:team/app:push");
        for (String query : List.of("?mount=" + BLOB + "&from=team/app", "?mount=" + BLOB)) {
            assertThat(client.send("POST /v2/mine/blobs/uploads/" + query, "Content-Length: 0", target)
                            .status())
                    .as(query)
                    .isEqualTo(202);
            assertThat(client.send("GET /v2/mine/blobs/" + BLOB, target).status())
                    .as(query)
                    .isEqualTo(404);
        }
        String token = registry.bearer(Optional.of("alice"), "repository:mine:pull,push", "repository:team/app:pull");
        assertThat(client.send(
                                "POST /v2/mine/blobs/uploads/?mount=" + BLOB + "&from=team/app",
                                "Content-Length: 0",
                                token)
                        .status())
                .isEqualTo(201);
        assertThat(client.send("DELETE /v2/mine/blobs/" + BLOB, GuardedRegistry.basic("alice", "secret"))
                        .status())
                .isEqualTo(202);
        assertThat(client.send("GET /v2/mine/blobs/" + BLOB, GuardedRegistry.basic("alice", "secret"))
                        .status())
                .as("a link that was deleted stays deleted, though the blob is elsewhere")
                .isEqualTo(404);
    }

    @Test
    void ruleForSomeTagsAllowsThoseAlone() throws IOException {
        registry.allowTags("alice", "team/app", "v1*", Action.PULL, Action.PUSH, Action.DELETE);
        String alice = GuardedRegistry.basic("alice", "secret");
        byte[] manifest = MANIFEST.getBytes(StandardCharsets.UTF_8);
        String type = "Content-Type: " + ContentOverHttp.OCI;
        assertThat(client.send("PUT /v2/team/app/manifests/v1.2", manifest, type, alice)
                        .status())
                .isEqualTo(201);
        assertThat(client.send("PUT /v2/team/app/manifests/" + REVISION, manifest, type, alice)
                        .status())
                .isEqualTo(201);
        for (String reference : List.of("v2", "v1?tag=v2", REVISION + "?tag=v2", REVISION + "?tag=v1&tag=latest")) {
            assertThat(client.send("PUT /v2/team/app/manifests/" + reference, manifest, type, alice)
                            .status())
                    .as(reference)
                    .isEqualTo(403);
        }
        assertThat(client.send("DELETE /v2/team/app/manifests/v1.2", alice).status())
                .isEqualTo(202);
        assertThat(client.send("DELETE /v2/team/app/manifests/" + REVISION, alice)
                        .status())
                .isEqualTo(403);
        assertThat(client.send("GET /v2/team/app/tags/list", alice).text()).contains("[\"v1\"]");
    }

    @Test
    void deleteByDigestNeedsTheRightToEachTagThatGoesWithIt() throws IOException {
        registry.allow("alice", "team/app", Action.DELETE);
        registry.denyTags("alice", "team/app", "v*", Action.DELETE);
        String alice = GuardedRegistry.basic("alice", "secret");
        assertThat(client.send("DELETE /v2/team/app/manifests/" + REVISION, alice)
                        .status())
                .isEqualTo(403);
        assertThat(client.send("GET /v2/team/app/manifests/v1", member).status())
                .isEqualTo(200);
        assertThat(client.send("DELETE /v2/team/app/manifests/v1", member).status())
                .isEqualTo(202);
        assertThat(client.send("DELETE /v2/team/app/manifests/" + REVISION, alice)
                        .status())
                .isEqualTo(202);
    }
}
