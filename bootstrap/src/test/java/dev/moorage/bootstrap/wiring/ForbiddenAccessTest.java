package dev.moorage.bootstrap.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moorage.bootstrap.config.Configuration;
import dev.moorage.bootstrap.config.Defaults;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.digest.DigestAlgorithm;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** What must not happen, over a registry that a file configures. The table in {@code docs/security.md} has the other tests. */
class ForbiddenAccessTest {
    private static final String SECRET = "a-secret-that-is-long-enough-for-everyone";
    private static final String INDEX =
            "{\"schemaVersion\":2,\"mediaType\":\"application/vnd.oci.image.index.v1+json\",\"manifests\":[]}";
    private static final String ALICE = basic("alice", "secret");
    private static final String HASH_OF_SECRET = "$5$saltsalt$0IyaXrmV7.sGNS6tirgqHLqX/G.FBvgkYA.lpPdS5sA";
    private static final int ENOUGH = 300;

    @TempDir
    private Path folder;

    private final HttpClient client =
            HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NEVER).build();

    private Path users;

    @BeforeEach
    void writeUsers() throws IOException {
        users = Files.writeString(folder.resolve("users"), "alice:" + HASH_OF_SECRET + "\n");
    }

    @AfterEach
    void close() {
        client.close();
    }

    private static String basic(String user, String password) {
        return "Basic " + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
    }

    private Configuration configuration(String http, String yaml) throws Exception {
        Path file = Files.writeString(
                folder.resolve("config.yml"),
                "version: 0.1\nstorage: {inmemory: {}, delete: {enabled: true}}\nhttp: {addr: '127.0.0.1:0', " + http
                        + "}\n" + yaml.replace("${folder}", folder.toString()));
        return Features.configurationReader(Defaults.QUICK_START)
                .read(Optional.of(file), Map.of())
                .configuration();
    }

    private Configuration configuration(String yaml) throws Exception {
        return configuration("secret: " + SECRET, yaml);
    }

    private HttpResponse<String> send(Registry registry, String method, String path, String credentials, String body)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + registry.port() + path))
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (!credentials.isEmpty()) {
            request.header("Authorization", credentials);
        }
        return client.send(request.build(), BodyHandlers.ofString());
    }

    private int push(Registry registry, String repository, String credentials)
            throws IOException, InterruptedException {
        return send(registry, "PUT", "/v2/" + repository + "/manifests/v1", credentials, INDEX)
                .statusCode();
    }

    private String token(Registry registry, String scope, String credentials) throws Exception {
        HttpResponse<String> answer = send(registry, "GET", "/v2/token?scope=" + scope, credentials, "");
        assertThat(answer.statusCode()).isEqualTo(200);
        return "Bearer "
                + JsonMapper.shared().readTree(answer.body()).get("token").stringValue();
    }

    @Test
    void nobodyLogsInWithAnAccountThatNobodyMade() throws Exception {
        String before = Files.readString(users);
        try (Registry registry = Registry.start(configuration("auth: {htpasswd: {path: '${folder}/users'}}\n"))) {
            assertThat(send(registry, "GET", "/v2/", ALICE, "").statusCode()).isEqualTo(200);
            for (String user : List.of("", "admin", "anonymous", "docker", "guest", "moorage", "registry", "root")) {
                for (String password : List.of("", user, "admin", "changeme", "docker", "password", "secret", SECRET)) {
                    assertThat(send(registry, "GET", "/v2/", basic(user, password), "")
                                    .statusCode())
                            .as("%s with %s", user, password)
                            .isIn(401, 429);
                }
            }
        }
        assertThat(users).hasContent(before.strip());
    }

    @Test
    void aNameInThePasswordFileIsNeverThatOfAnIssuersUserNorOfAKindOfCallers() throws Exception {
        String line = "%s:" + HASH_OF_SECRET + "\n";
        Files.writeString(
                users,
                line.formatted("ci:acme")
                        + line.formatted("ci")
                        + line.formatted("@ci:ref/main")
                        + line.formatted("anonymous")
                        + line.formatted("everyone"));
        try (Registry registry =
                Registry.start(configuration("""
                auth:
                  htpasswd: {path: "${folder}/users"}
                  issuer: {enabled: true}
                  oidc: {name: ci, issuer: "https://ci.example.org", audiences: registry, jwks: "${folder}/keys.json"}
                access:
                  rules:
                    - {who: ["ci:acme", "ci:*", "@ci:ref/main", anonymous], may: push, repositories: "ci/**"}
                    - {who: users, may: push, repositories: "users/**"}
                """.replace("${folder}/keys.json", keys("keys", new Workload()))))) {
            for (String user : List.of("ci", "@ci", "anonymous", "everyone")) {
                boolean known = !user.startsWith("@");
                assertThat(push(registry, "users/a", basic(user, "secret")))
                        .as(user)
                        .isEqualTo(known ? 201 : 401);
                assertThat(push(registry, "ci/a", basic(user, "secret")))
                        .as(user)
                        .isEqualTo(known ? 403 : 401);
            }
            for (String user : List.of("ci:acme", "@ci:ref/main")) {
                assertThat(push(registry, "users/a", basic(user, "secret")))
                        .as(user)
                        .isEqualTo(401);
            }
        }
    }

    private String keys(String name, Workload issuer) throws IOException {
        return Files.writeString(folder.resolve(name + ".json"), issuer.jwks()).toString();
    }

    @Test
    void aTokenOfOneIssuerIsNeverThatOfAnother() throws Exception {
        Workload one = new Workload();
        Workload other = new Workload();
        String oidc = "    - {name: %1$s, issuer: 'https://%1$s.example.org', audiences: [registry], user: '{sub}', "
                + "require: {kind: job}, jwks: '%2$s'}\n";
        try (Registry registry = Registry.start(configuration("auth:\n  oidc:\n"
                + oidc.formatted("one", keys("one", one)) + oidc.formatted("other", keys("other", other))
                + "access: {rules: [{who: 'one:app', may: push, repositories: '{user}/**'}]}\n"))) {
            assertThat(push(registry, "app/a", bearer(one, "one", "registry"))).isEqualTo(201);
            assertThat(push(registry, "app/a", bearer(other, "other", "registry")))
                    .as("the same sub of another issuer is another user")
                    .isEqualTo(403);
            assertThat(push(registry, "app/a", bearer(other, "one", "registry")))
                    .as("a token that names the issuer and is signed by another one")
                    .isEqualTo(401);
            assertThat(push(registry, "app/a", bearer(one, "one", "another-service")))
                    .isEqualTo(401);
        }
    }

    private static String bearer(Workload signer, String issuer, String audience) throws Exception {
        return "Bearer "
                + signer.sign("{\"iss\":\"https://" + issuer + ".example.org\",\"aud\":\"" + audience
                        + "\",\"sub\":\"app\",\"kind\":\"job\",\"exp\":"
                        + (Instant.now().getEpochSecond() + ENOUGH) + "}");
    }

    @Test
    void aTokenOutlivesItsSecretOnlyWhileTheSecretIsListed() throws Exception {
        String access = "auth: {htpasswd: {path: '${folder}/users'}, issuer: {enabled: true}}\n"
                + "access: {rules: [{who: alice, may: push}]}\n";
        String next = "the-secret-of-today-is-long-enough-too";
        String yesterday;
        try (Registry registry = Registry.start(configuration(access))) {
            yesterday = token(registry, "repository:a:pull,push", ALICE);
            assertThat(push(registry, "a", yesterday)).isEqualTo(201);
        }
        try (Registry registry = Registry.start(configuration("secrets: ['" + next + "', '" + SECRET + "']", access))) {
            assertThat(push(registry, "a", yesterday)).isEqualTo(201);
        }
        try (Registry registry = Registry.start(configuration("secret: " + next, access))) {
            HttpResponse<String> refused = send(registry, "GET", "/v2/a/tags/list", yesterday, "");
            assertThat(refused.statusCode()).isEqualTo(401);
            assertThat(refused.headers().firstValue("WWW-Authenticate").orElseThrow())
                    .contains("error=\"invalid_token\"");
        }
    }

    @Test
    void aRequestThatLosesItsRightWhileItsBodyArrivesStoresNothing() throws Exception {
        Path rules = Files.writeString(folder.resolve("access.yml"), "rules: [{who: users, may: push}]\n");
        byte[] blob = "x".repeat(100_000).getBytes(StandardCharsets.US_ASCII);
        Digest digest = Digest.of(DigestAlgorithm.SHA256, blob);
        try (Registry registry = Registry.start(configuration(
                        "auth: {htpasswd: {path: '${folder}/users'}}\naccess: {file: '${folder}/access.yml'}\n"));
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), registry.port())) {
            socket.getOutputStream()
                    .write(("POST /v2/a/blobs/uploads/?digest=" + digest
                                    + " HTTP/1.1\r\nHost: r\r\nConnection: close\r\n"
                                    + "Authorization: " + ALICE + "\r\nExpect: 100-continue\r\nContent-Length: "
                                    + blob.length + "\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            byte[] goOn = socket.getInputStream().readNBytes("HTTP/1.1 100 Continue\r\n\r\n".length());
            assertThat(new String(goOn, StandardCharsets.US_ASCII)).startsWith("HTTP/1.1 100");
            socket.getOutputStream().write(blob, 0, blob.length - 1);
            Files.writeString(rules, "rules: [{who: users, may: pull}]\n# no more pushes\n");
            socket.getOutputStream().write(blob, blob.length - 1, 1);
            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .startsWith("HTTP/1.1 403")
                    .contains("DENIED");
            assertThat(send(registry, "HEAD", "/v2/a/blobs/" + digest, ALICE, "")
                            .statusCode())
                    .isEqualTo(404);
        }
    }

    @Test
    void noRequestIsSentToAnotherPlace() throws Exception {
        try (Registry registry = Registry.start(configuration("""
                auth: {htpasswd: {path: "${folder}/users"}, issuer: {enabled: true}}
                access: {rules: [{who: everyone, may: pull}]}
                """))) {
            String away = "https://attacker.example.org/";
            for (String path : List.of(
                    "/v2/token?scope=repository:a:pull&redirect_uri=" + away + "&callback=" + away + "&next=" + away,
                    "/v2/token?service=" + away + "&realm=" + away,
                    "/v2?next=" + away,
                    "//attacker.example.org/v2/",
                    "/v2//attacker.example.org/..%2f",
                    "/login?callback_ui=" + away,
                    "/")) {
                for (String credentials : List.of("", ALICE, basic("alice", "wrong"))) {
                    HttpResponse<String> answer = send(registry, "GET", path, credentials, "");
                    assertThat(answer.statusCode() / 100).as(path).isNotEqualTo(3);
                    assertThat(answer.headers().map().toString()).as(path).doesNotContain("attacker");
                }
            }
        }
    }

    @Test
    void figuresAreNotOnThePortOfClientsWhoeverMayPull() throws Exception {
        Configuration configuration = configuration(
                "secret: " + SECRET + ", debug: {addr: '127.0.0.1:0', prometheus: {enabled: true}}",
                "auth: {htpasswd: {path: '${folder}/users'}, issuer: {enabled: true}}\n"
                        + "access: {rules: [{who: anonymous, may: admin}, {who: users, may: admin}]}\n");
        try (Registry registry = Registry.start(configuration)) {
            assertThat(registry.debugPort()).isPresent();
            for (String path : List.of("/metrics", "/v2/metrics", "/debug/health", "/debug/vars", "/debug/pprof/")) {
                for (String credentials : List.of("", ALICE)) {
                    HttpResponse<String> answer = send(registry, "GET", path, credentials, "");
                    assertThat(answer.statusCode()).as(path).isEqualTo(credentials.isEmpty() ? 401 : 404);
                    assertThat(answer.body()).as(path).doesNotContain("registry_http", "go_", "{}");
                }
            }
        }
    }
}
