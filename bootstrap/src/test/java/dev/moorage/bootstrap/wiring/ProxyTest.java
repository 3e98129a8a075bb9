package dev.moorage.bootstrap.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.digest.DigestAlgorithm;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A registry whose content comes from another one, over sockets. */
class ProxyTest {
    private static final String TYPE = "application/vnd.oci.image.manifest.v1+json";

    @TempDir
    private Path folder;

    private final HttpClient client = HttpClient.newHttpClient();
    private Registry upstream;
    private Digest config;
    private Digest layer;
    private byte[] bytes;
    private Digest manifest;

    @BeforeEach
    void fillTheUpstream() throws Exception {
        upstream = Registry.start(Loopback.over(folder.resolve("upstream"), Map.of()));
        bytes = new byte[3_000_000];
        new Random(1).nextBytes(bytes);
        layer = push("library/alpine", bytes);
        config = push("library/alpine", "{}".getBytes(StandardCharsets.US_ASCII));
        String text = "{\"schemaVersion\":2,\"mediaType\":\"" + TYPE + "\",\"config\":" + descriptor(config, 2)
                + ",\"layers\":[" + descriptor(layer, bytes.length) + "]}";
        manifest = Digest.of(DigestAlgorithm.CANONICAL, text.getBytes(StandardCharsets.US_ASCII));
        HttpRequest put = HttpRequest.newBuilder(uri(upstream, "/v2/library/alpine/manifests/latest"))
                .header("Content-Type", TYPE)
                .PUT(HttpRequest.BodyPublishers.ofString(text))
                .build();
        assertThat(client.send(put, HttpResponse.BodyHandlers.discarding()).statusCode())
                .isEqualTo(201);
    }

    @AfterEach
    void stop() throws IOException {
        upstream.close();
        client.close();
    }

    private static String descriptor(Digest digest, int size) {
        return "{\"mediaType\":\"application/octet-stream\",\"digest\":\"" + digest + "\",\"size\":" + size + "}";
    }

    private static URI uri(Registry registry, String path) {
        return URI.create("http://127.0.0.1:" + registry.port() + path);
    }

    private Digest push(String repository, byte[] content) throws Exception {
        Digest digest = Digest.of(DigestAlgorithm.CANONICAL, content);
        HttpRequest post = HttpRequest.newBuilder(
                        uri(upstream, "/v2/" + repository + "/blobs/uploads/?digest=" + digest))
                .POST(HttpRequest.BodyPublishers.ofByteArray(content))
                .build();
        assertThat(client.send(post, HttpResponse.BodyHandlers.discarding()).statusCode())
                .isEqualTo(201);
        return digest;
    }

    private HttpResponse<byte[]> send(Registry registry, String method, String path, String... headers)
            throws Exception {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(uri(registry, path)).method(method, HttpRequest.BodyPublishers.noBody());
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    private Registry mirror(Map<String, String> variables) throws Exception {
        return Registry.start(Loopback.over(folder.resolve("mirror"), variables));
    }

    @Test
    void aWholeRegistryServesAndKeepsWhatItsUpstreamHas() throws Exception {
        try (Registry mirror =
                mirror(Map.of("REGISTRY_PROXY_REMOTEURL", uri(upstream, "").toString()))) {
            String blobs = "/v2/library/alpine/blobs/";
            HttpResponse<byte[]> head = send(mirror, "HEAD", "/v2/library/alpine/manifests/latest");
            assertThat(head.statusCode()).isEqualTo(200);
            assertThat(head.headers().firstValue("Docker-Content-Digest")).hasValue(manifest.toString());
            assertThat(head.headers().firstValue("Content-Type")).hasValue(TYPE);
            HttpResponse<byte[]> part = send(mirror, "GET", blobs + layer, "Range", "bytes=1000-1999");
            assertThat(part.statusCode()).isEqualTo(206);
            assertThat(part.body()).isEqualTo(Arrays.copyOfRange(bytes, 1000, 2000));
            assertThat(send(mirror, "GET", blobs + layer).body()).isEqualTo(bytes);
            assertThat(send(mirror, "HEAD", blobs + config).headers().firstValue("Content-Length"))
                    .hasValue("2");
            assertThat(send(mirror, "GET", blobs + config).body()).hasSize(2);
            assertThat(send(mirror, "GET", blobs + "sha256:" + "0".repeat(64)).statusCode())
                    .isEqualTo(404);
            assertThat(send(mirror, "GET", "/v2/library/alpine/manifests/none").statusCode())
                    .isEqualTo(404);
            assertThat(send(mirror, "POST", "/v2/library/alpine/blobs/uploads/").statusCode())
                    .isEqualTo(405);
            upstream.close();
            assertThat(send(mirror, "GET", "/v2/library/alpine/manifests/latest")
                            .statusCode())
                    .isEqualTo(200);
            assertThat(send(mirror, "GET", "/v2/library/alpine/manifests/" + manifest)
                            .statusCode())
                    .isEqualTo(200);
            assertThat(send(mirror, "GET", blobs + layer).body()).isEqualTo(bytes);
            HttpResponse<byte[]> other = send(mirror, "GET", "/v2/library/other/manifests/latest");
            assertThat(other.statusCode()).isEqualTo(503);
            assertThat(other.headers().firstValue("Retry-After")).isPresent();
        }
    }

    @Test
    void anUpstreamHasAPrefixAndOtherRepositoriesCanBePushedTo() throws Exception {
        try (Registry mirror = mirror(Map.of(
                "REGISTRY_PROXY_UPSTREAMS_HUB_REMOTEURL",
                uri(upstream, "").toString(),
                "REGISTRY_PROXY_UPSTREAMS_HUB_PREFIX",
                "docker.io"))) {
            assertThat(send(mirror, "GET", "/v2/docker.io/library/alpine/manifests/latest")
                            .statusCode())
                    .isEqualTo(200);
            assertThat(send(mirror, "GET", "/v2/docker.io/library/alpine/blobs/" + layer)
                            .body())
                    .isEqualTo(bytes);
            assertThat(send(mirror, "GET", "/v2/library/alpine/manifests/latest")
                            .statusCode())
                    .isEqualTo(404);
            assertThat(send(mirror, "POST", "/v2/docker.io/library/alpine/blobs/uploads/")
                            .statusCode())
                    .isEqualTo(405);
            assertThat(send(mirror, "POST", "/v2/own/blobs/uploads/").statusCode())
                    .isEqualTo(202);
        }
    }

    @Test
    void containerdAndDockerNameAnUpstreamInTheirWays() throws Exception {
        try (Registry mirror = mirror(Map.of(
                "REGISTRY_PROXY",
                "{upstreams: {hub: {remoteurl: '" + uri(upstream, "")
                        + "', prefix: docker.io, aliases: [index.docker.io], hosts: [localhost]}}}"))) {
            HttpResponse<byte[]> named = send(mirror, "HEAD", "/v2/alpine/manifests/latest?ns=index.docker.io");
            assertThat(named.statusCode()).isEqualTo(200);
            assertThat(named.headers().firstValue("OCI-Namespace")).hasValue("index.docker.io");
            assertThat(send(mirror, "GET", "/docker.io/v2/library/alpine/blobs/" + config)
                            .statusCode())
                    .isEqualTo(200);
            HttpRequest daemon = HttpRequest.newBuilder(
                            URI.create("http://localhost:" + mirror.port() + "/v2/library/alpine/manifests/latest"))
                    .build();
            assertThat(client.send(daemon, HttpResponse.BodyHandlers.discarding())
                            .statusCode())
                    .isEqualTo(200);
            HttpResponse<byte[]> unknown =
                    send(mirror, "GET", "/v2/library/alpine/manifests/latest?ns=169.254.169.254");
            assertThat(unknown.statusCode()).isEqualTo(404);
            assertThat(new String(unknown.body(), StandardCharsets.UTF_8)).contains("NAME_UNKNOWN");
            assertThat(send(mirror, "GET", "/v2/a/tags/list?ns=docker.io&ns=docker.io")
                            .statusCode())
                    .isEqualTo(400);
            assertThat(new String(send(mirror, "GET", "/v2/_catalog").body(), StandardCharsets.UTF_8))
                    .contains("[\"docker.io/library/alpine\"]");
        }
    }

    @Test
    void whatIsKeptIsShownToCallersThatMayPullItWhicheverWayTheyNameIt() throws Exception {
        Path users = Files.writeString(
                folder.resolve("users"), "alice:$5$saltsalt$0IyaXrmV7.sGNS6tirgqHLqX/G.FBvgkYA.lpPdS5sA\n");
        String alice = "Basic " + Base64.getEncoder().encodeToString("alice:secret".getBytes(StandardCharsets.UTF_8));
        Path rules = Files.writeString(folder.resolve("access.yml"), """
                rules:
                  - {who: anonymous, may: pull, repositories: "library/**"}
                  - {who: alice, may: pull, repositories: "docker.io/**"}
                """);
        try (Registry mirror = mirror(Map.of(
                "REGISTRY_AUTH",
                "{htpasswd: {realm: r, path: '" + users + "'}}",
                "REGISTRY_ACCESS_FILE",
                rules.toString(),
                "REGISTRY_PROXY",
                "{upstreams: {hub: {remoteurl: '" + uri(upstream, "")
                        + "', prefix: docker.io, hosts: [localhost]}}}"))) {
            String own = "http://127.0.0.1:" + mirror.port();
            for (String way : List.of(
                    own + "/v2/docker.io/library/alpine/manifests/latest",
                    own + "/v2/library/alpine/manifests/latest?ns=docker.io",
                    own + "/docker.io/v2/library/alpine/manifests/latest",
                    "http://localhost:" + mirror.port() + "/v2/library/alpine/manifests/latest",
                    "http://localhost:" + mirror.port() + "/v2/library/alpine/blobs/" + config)) {
                assertThat(status(way, alice)).as(way).isEqualTo(200);
                assertThat(status(way, "")).as(way).isEqualTo(401);
            }
            assertThat(status(own + "/v2/library/alpine/manifests/latest", "")).isEqualTo(404);
            assertThat(status(own + "/v2/library/alpine/manifests/latest", alice))
                    .isEqualTo(403);
        }
    }

    private int status(String url, String credentials) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url));
        if (!credentials.isEmpty()) {
            request.header("Authorization", credentials);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    @Test
    void aStartDoesNotNeedTheUpstream() throws Exception {
        URI address = uri(upstream, "");
        upstream.close();
        try (Registry mirror = mirror(Map.of("REGISTRY_PROXY_REMOTEURL", address.toString()))) {
            assertThat(send(mirror, "GET", "/v2/").statusCode()).isEqualTo(200);
        }
    }

    private String referrer(Digest subject) throws Exception {
        String text = "{\"schemaVersion\":2,\"mediaType\":\"" + TYPE + "\",\"config\":" + descriptor(config, 2)
                + ",\"layers\":[],\"subject\":{\"mediaType\":\"" + TYPE + "\",\"digest\":\"" + subject
                + "\",\"size\":7}}";
        Digest digest = Digest.of(DigestAlgorithm.CANONICAL, text.getBytes(StandardCharsets.US_ASCII));
        HttpRequest put = HttpRequest.newBuilder(uri(upstream, "/v2/library/alpine/manifests/" + digest))
                .header("Content-Type", TYPE)
                .PUT(HttpRequest.BodyPublishers.ofString(text))
                .build();
        assertThat(client.send(put, HttpResponse.BodyHandlers.discarding()).statusCode())
                .isEqualTo(201);
        return digest.toString();
    }

    private String referrers(Registry mirror) throws Exception {
        HttpResponse<byte[]> list = send(mirror, "GET", "/v2/library/alpine/referrers/" + manifest);
        assertThat(list.statusCode()).isEqualTo(200);
        return new String(list.body(), StandardCharsets.UTF_8);
    }

    @Test
    void theReferrersOfTheUpstreamAreListedAlsoWhileItIsDownAndOffline() throws Exception {
        String remote = uri(upstream, "").toString();
        String first = referrer(manifest);
        try (Registry mirror = mirror(Map.of("REGISTRY_PROXY_REMOTEURL", remote))) {
            assertThat(referrers(mirror)).contains(first);
            assertThat(send(mirror, "GET", "/v2/library/alpine/manifests/latest")
                            .statusCode())
                    .isEqualTo(200);
            upstream.close();
            assertThat(referrers(mirror)).contains(first);
        }
        try (Registry mirror = mirror(Map.of("REGISTRY_PROXY_REMOTEURL", remote, "REGISTRY_PROXY_OFFLINE", "true"))) {
            assertThat(referrers(mirror)).contains(first);
            assertThat(send(mirror, "GET", "/v2/library/alpine/manifests/latest")
                            .statusCode())
                    .isEqualTo(200);
            assertThat(send(mirror, "GET", "/v2/library/alpine/manifests/other").statusCode())
                    .isEqualTo(404);
            assertThat(send(mirror, "GET", "/v2/library/alpine/blobs/" + layer).statusCode())
                    .isEqualTo(404);
        }
    }
}
