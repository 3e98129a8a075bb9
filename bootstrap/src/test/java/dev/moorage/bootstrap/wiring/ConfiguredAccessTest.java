package dev.moorage.bootstrap.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.sun.net.httpserver.HttpServer;
import dev.moorage.bootstrap.config.Configuration;
import dev.moorage.bootstrap.config.Defaults;
import dev.moorage.bootstrap.config.InvalidConfigurationException;
import dev.moorage.bootstrap.logging.AuditLog;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.digest.DigestAlgorithm;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
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
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

/** Access as a configuration has it, over HTTP. */
class ConfiguredAccessTest {
    private static final String SECRET = "a-secret-that-is-long-enough-for-everyone";
    private static final String INDEX =
            "{\"schemaVersion\":2,\"mediaType\":\"application/vnd.oci.image.index.v1+json\",\"manifests\":[]}";
    private static final String OTHER_INDEX = INDEX.replace("[]}", "[],\"annotations\":{\"a\":\"b\"}}");
    private static final String ALICE = basic("alice", "secret");

    @TempDir
    private Path folder;

    private final HttpClient client = HttpClient.newHttpClient();
    private final ListAppender<ILoggingEvent> audited = new ListAppender<>();

    @BeforeEach
    void writeUsersAndListen() throws IOException {
        Files.writeString(folder.resolve("users"), "alice:$5$saltsalt$0IyaXrmV7.sGNS6tirgqHLqX/G.FBvgkYA.lpPdS5sA\n");
        audited.start();
        Logger log = (Logger) LoggerFactory.getLogger(AuditLog.LOGGER);
        log.setLevel(Level.INFO);
        log.addAppender(audited);
    }

    @AfterEach
    void close() {
        ((Logger) LoggerFactory.getLogger(AuditLog.LOGGER)).detachAppender(audited);
        client.close();
    }

    private static String basic(String user, String password) {
        return "Basic " + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
    }

    private Configuration configuration(String yaml) throws IOException, InvalidConfigurationException {
        return read("storage: {inmemory: {}, delete: {enabled: true}}\n", yaml);
    }

    private Configuration configuration(String yaml, String storage) throws IOException, InvalidConfigurationException {
        return read("storage:\n  inmemory: {}\n  delete:\n    enabled: true\n" + storage.indent(2), yaml);
    }

    private Configuration read(String storage, String yaml) throws IOException, InvalidConfigurationException {
        Path file = Files.writeString(
                folder.resolve("config.yml"),
                "version: 0.1\n" + storage + "http: {addr: '127.0.0.1:0', secret: " + SECRET + "}\n"
                        + yaml.replace("${folder}", folder.toString()));
        return Features.configurationReader(Defaults.QUICK_START)
                .read(Optional.of(file), Map.of())
                .configuration();
    }

    private HttpResponse<String> send(Registry registry, String method, String path, String credentials, String body)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + registry.port() + path))
                .header("Content-Type", "application/vnd.oci.image.index.v1+json")
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (!credentials.isEmpty()) {
            request.header("Authorization", credentials);
        }
        return client.send(request.build(), BodyHandlers.ofString());
    }

    private int status(Registry registry, String method, String path, String credentials, String body)
            throws IOException, InterruptedException {
        return send(registry, method, path, credentials, body).statusCode();
    }

    private int put(Registry registry, String path, String credentials, String body)
            throws IOException, InterruptedException {
        return status(registry, "PUT", "/v2/" + path, credentials, body);
    }

    private String token(Registry registry, String scope, String credentials) throws Exception {
        HttpResponse<String> answer = send(registry, "GET", "/v2/token?scope=" + scope, credentials, "");
        assertThat(answer.statusCode()).isEqualTo(200);
        return "Bearer "
                + JsonMapper.shared().readTree(answer.body()).get("token").stringValue();
    }

    private static String challenge(HttpResponse<?> answer) {
        return answer.headers().firstValue("WWW-Authenticate").orElse("");
    }

    @Test
    void anonymousCallersPullWithATokenAndAliceAlonePushes() throws Exception {
        Configuration configuration = configuration("""
                auth: {htpasswd: {path: "${folder}/users"}}
                audit: {enabled: true, pulls: manifests}
                access:
                  rules:
                    - {who: anonymous, may: pull, repositories: "public/**"}
                    - {who: alice, may: [push, delete], repositories: ["public/**", "prod/**"]}
                  immutable:
                    - {repositories: "prod/**", tags: "v*"}
                """);
        try (Registry registry = Registry.start(configuration)) {
            HttpResponse<String> ping = send(registry, "GET", "/v2/", "", "");
            assertThat(ping.statusCode()).isEqualTo(401);
            assertThat(challenge(ping))
                    .isEqualTo(
                            "Bearer realm=\"http://127.0.0.1:" + registry.port() + "/v2/token\",service=\"moorage\"");
            assertThat(put(registry, "public/a/manifests/v1", ALICE, INDEX)).isEqualTo(201);
            String anonymous = token(registry, "repository:public/a:pull,push", "");
            assertThat(status(registry, "GET", "/v2/public/a/manifests/v1", anonymous, ""))
                    .isEqualTo(200);
            assertThat(put(registry, "public/a/manifests/v2", anonymous, INDEX)).isEqualTo(401);
            assertThat(put(registry, "other/manifests/v1", ALICE, INDEX)).isEqualTo(403);
            String alice = token(registry, "repository:prod/a:pull,push", ALICE);
            assertThat(put(registry, "prod/a/manifests/v1", alice, INDEX)).isEqualTo(201);
            assertThat(put(registry, "prod/a/manifests/v1", alice, INDEX)).isEqualTo(201);
            HttpResponse<String> moved = send(registry, "PUT", "/v2/prod/a/manifests/v1", alice, OTHER_INDEX);
            assertThat(moved.statusCode()).isEqualTo(409);
            assertThat(moved.body()).contains("DENIED").contains("written once");
            assertThat(status(registry, "DELETE", "/v2/prod/a/manifests/v1", ALICE, ""))
                    .isEqualTo(409);
            assertNeededContentStays(registry);
            assertThat(status(registry, "GET", "/v2/", basic("alice", "wrong"), ""))
                    .isEqualTo(401);
            assertThat(status(registry, "GET", "/v2/", ALICE, "")).isEqualTo(200);
        }
        assertAudited();
    }

    private void assertNeededContentStays(Registry registry) throws Exception {
        String blob = Digest.of(DigestAlgorithm.SHA256, "{}".getBytes(StandardCharsets.UTF_8))
                .toString();
        assertThat(status(registry, "POST", "/v2/prod/a/blobs/uploads/?digest=" + blob, ALICE, "{}"))
                .isEqualTo(201);
        String entry = "{\"mediaType\":\"application/octet-stream\",\"size\":2,\"digest\":\"" + blob + "\"}";
        assertThat(put(
                        registry,
                        "prod/a/manifests/v2",
                        ALICE,
                        "{\"schemaVersion\":2,\"mediaType\":\"application/vnd.oci.image.index.v1+json\",\"manifests\":["
                                + entry + "]}"))
                .isEqualTo(201);
        HttpResponse<String> refused = send(registry, "DELETE", "/v2/prod/a/blobs/" + blob, ALICE, "");
        assertThat(refused.statusCode()).isEqualTo(409);
        assertThat(refused.body()).contains("DENIED", "\"rule\":\"config.yml:11\"", "\"tag\":\"v2\"");
    }

    private void assertAudited() {
        List<String> lines =
                audited.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
        String config = folder.resolve("config.yml").toString();
        assertThat(lines).allSatisfy(line -> {
            assertThat(line).doesNotContain("secret", "wrong", "eyJ", "scope=");
            assertThat(JsonMapper.shared().readTree(line).get("address").stringValue())
                    .isEqualTo("127.0.0.1");
        });
        assertThat(lines)
                .extracting(line -> line.replaceFirst("\"time\":\"[^\"]*\",", "")
                        .replaceFirst("\"token\":\"[^\"]*\",", "\"token\":\"id\",")
                        .replaceFirst("\"request\":\"[^\"]*\",?", "")
                        .replaceFirst("\"agent\":\"[^\"]*\",?", "")
                        .replaceFirst(",\"digest\":\"[^\"]*\"", "")
                        .replace("\"logger\":\"dev.moorage.audit\",", "")
                        .replace("\"address\":\"127.0.0.1\",", "")
                        .replace(",}", "}")
                        .replace(config, "config.yml"))
                .containsSubsequence(
                        "{\"event\":\"push\",\"allowed\":true,\"status\":201,\"user\":\"alice\",\"how\":\"htpasswd\","
                                + "\"content\":\"manifest\",\"repository\":\"public/a\",\"tags\":[\"v1\"],"
                                + "\"rule\":\"config.yml:9\"}",
                        "{\"event\":\"pull\",\"allowed\":true,\"status\":200,\"token\":\"id\",\"content\":\"manifest\","
                                + "\"repository\":\"public/a\",\"tags\":[\"v1\"],\"rule\":\"config.yml:8\"}",
                        "{\"event\":\"push\",\"allowed\":false,\"status\":403,\"user\":\"alice\",\"how\":\"htpasswd\","
                                + "\"content\":\"manifest\",\"repository\":\"other\",\"tags\":[\"v1\"]}",
                        "{\"event\":\"push\",\"allowed\":false,\"status\":409,\"user\":\"alice\",\"how\":\"htpasswd\","
                                + "\"token\":\"id\",\"content\":\"manifest\",\"repository\":\"prod/a\",\"tags\":[\"v1\"],"
                                + "\"rule\":\"config.yml:11\"}",
                        "{\"event\":\"delete\",\"allowed\":false,\"status\":409,\"user\":\"alice\",\"how\":\"htpasswd\","
                                + "\"content\":\"manifest\",\"repository\":\"prod/a\",\"tags\":[\"v1\"],"
                                + "\"rule\":\"config.yml:11\"}",
                        "{\"event\":\"delete\",\"allowed\":false,\"status\":409,\"user\":\"alice\",\"how\":\"htpasswd\","
                                + "\"content\":\"blob\",\"repository\":\"prod/a\",\"rule\":\"config.yml:11\"}",
                        "{\"event\":\"login\",\"allowed\":true,\"status\":200,\"user\":\"alice\",\"how\":\"htpasswd\"}");
        assertThat(lines)
                .as("an anonymous push that another token would not allow either")
                .anyMatch(line -> line.contains("\"allowed\":false,\"status\":401") && line.contains("\"v2\""));
        assertThat(lines).anyMatch(line -> line.contains("\"event\":\"token\"") && line.contains("\"user\":\"alice\""));
        assertThat(lines)
                .anyMatch(line -> line.contains("\"event\":\"login\"") && line.contains("\"claimed\":\"alice\""));
    }

    @Test
    void tagsOfTheStorageAreWrittenOnceWithoutRulesAboutCallers() throws Exception {
        Configuration configuration = configuration("", """
                immutabletags:
                  - {repositories: ["prod/**"], tags: ["*"], except: [latest, dev-*]}
                  - {repositories: "stage/**", deletable: true}
                """);
        try (Registry registry = Registry.start(configuration)) {
            for (String tag : List.of("prod/a/manifests/v1", "prod/a/manifests/latest", "stage/a/manifests/v1")) {
                assertThat(put(registry, tag, "", INDEX)).isEqualTo(201);
                assertThat(put(registry, tag, "", INDEX)).isEqualTo(201);
            }
            HttpResponse<String> moved = send(registry, "PUT", "/v2/prod/a/manifests/v1", "", OTHER_INDEX);
            assertThat(moved.statusCode()).isEqualTo(409);
            assertThat(moved.body()).contains("DENIED", "\"rule\":\"config.yml:7\"", "\"tag\":\"v1\"");
            assertThat(put(registry, "prod/a/manifests/latest", "", OTHER_INDEX))
                    .isEqualTo(201);
            assertThat(put(registry, "prod/a/manifests/dev-1?tag=v1", "", OTHER_INDEX))
                    .as("one of several tags is immutable")
                    .isEqualTo(409);
            assertThat(status(registry, "GET", "/v2/prod/a/manifests/dev-1", "", ""))
                    .isEqualTo(404);
            assertThat(status(registry, "DELETE", "/v2/prod/a/manifests/v1", "", ""))
                    .isEqualTo(409);
            assertThat(put(registry, "stage/a/manifests/v1", "", OTHER_INDEX)).isEqualTo(409);
            assertThat(status(registry, "DELETE", "/v2/stage/a/manifests/v1", "", ""))
                    .isEqualTo(202);
            assertThat(put(registry, "stage/a/manifests/v1", "", OTHER_INDEX)).isEqualTo(201);
        }
    }

    @Test
    void tagsOfTheStorageStayImmutableWhenAFileOfRulesChanges() throws Exception {
        Path rules = folder.resolve("access.yml");
        Files.writeString(rules, "rules: [{who: alice, may: push}]\n");
        Configuration configuration = configuration(
                "auth: {htpasswd: {path: '${folder}/users'}}\naccess: {file: '${folder}/access.yml'}\n",
                "immutabletags: [{repositories: a}]\n");
        try (Registry registry = Registry.start(configuration)) {
            assertThat(put(registry, "a/manifests/v1", ALICE, INDEX)).isEqualTo(201);
            assertThat(put(registry, "a/manifests/v1", ALICE, OTHER_INDEX)).isEqualTo(409);
            Files.writeString(rules, "rules: [{who: alice, may: [push, delete]}]\n");
            assertThat(put(registry, "a/manifests/v1", ALICE, OTHER_INDEX)).isEqualTo(409);
            assertThat(status(registry, "DELETE", "/v2/a/manifests/v1", ALICE, ""))
                    .isEqualTo(409);
        }
    }

    @Test
    void aChangedFileOfRulesCountsAtOnceAndAWrongOneLeavesTheRules() throws Exception {
        Path rules = folder.resolve("access.yml");
        Files.writeString(rules, "rules: [{who: alice, may: push}]\n");
        Configuration configuration =
                configuration("auth: {htpasswd: {path: '${folder}/users'}}\naccess: {file: '${folder}/access.yml'}\n");
        try (Registry registry = Registry.start(configuration)) {
            assertThat(put(registry, "a/manifests/v1", ALICE, INDEX)).isEqualTo(201);
            Files.writeString(rules, "rules: [{who: alice, may: pull}]\n# now for reading\n");
            assertThat(put(registry, "a/manifests/v1", ALICE, INDEX)).isEqualTo(403);
            Files.writeString(rules, "rules:\n  - {who: alice, mai: push}\n");
            assertThat(put(registry, "a/manifests/v1", ALICE, INDEX)).isEqualTo(403);
            assertThat(status(registry, "GET", "/v2/a/manifests/v1", ALICE, "")).isEqualTo(200);
            Files.delete(rules);
            assertThat(status(registry, "GET", "/v2/a/manifests/v1", ALICE, "")).isEqualTo(403);
            Files.writeString(rules, "rules: [{who: alice, may: push}]\n");
            assertThat(put(registry, "a/manifests/v1", ALICE, INDEX)).isEqualTo(201);
        }
    }

    @Test
    void theTokensOfATokenServerDecideAsInDistribution() throws Exception {
        Workload server = new Workload();
        Files.writeString(folder.resolve("jwks.json"), server.jwks());
        Configuration configuration = configuration("""
                auth:
                  token:
                    realm: https://login.example.org/token
                    service: shipyard
                    issuer: harbour
                    jwks: ${folder}/jwks.json
                """);
        long end = Instant.now().getEpochSecond() + 300;
        String claims = "{\"iss\":\"harbour\",\"aud\":\"shipyard\",\"sub\":\"bob\",\"exp\":" + end
                + ",\"access\":[{\"type\":\"repository\",\"name\":\"a\",\"actions\":[\"pull\",\"push\"]}]}";
        try (Registry registry = Registry.start(configuration)) {
            HttpResponse<String> refused = send(registry, "PUT", "/v2/a/manifests/v1", "", INDEX);
            assertThat(refused.statusCode()).isEqualTo(401);
            assertThat(challenge(refused))
                    .isEqualTo("Bearer realm=\"https://login.example.org/token\",service=\"shipyard\","
                            + "scope=\"repository:a:pull,push\"");
            assertThat(put(registry, "a/manifests/v1", "Bearer " + server.sign(claims), INDEX))
                    .isEqualTo(201);
            assertThat(put(registry, "b/manifests/v1", "Bearer " + server.sign(claims), INDEX))
                    .isEqualTo(401);
            assertThat(put(registry, "a/manifests/v1", "Bearer " + new Workload().sign(claims), INDEX))
                    .isEqualTo(401);
            assertThat(status(registry, "GET", "/v2/token", "Bearer " + server.sign(claims), ""))
                    .as("the registry issues no tokens")
                    .isEqualTo(404);
        }
    }

    @Test
    void aWorkloadPushesWithTheTokenOfItsIssuerInEachForm() throws Exception {
        Workload workload = new Workload();
        HttpServer issuer = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        String url = "http://127.0.0.1:" + issuer.getAddress().getPort();
        serve(
                issuer,
                "/.well-known/openid-configuration",
                "{\"issuer\":\"" + url + "\",\"jwks_uri\":\"" + url + "/k\"}");
        serve(issuer, "/k", workload.jwks());
        issuer.start();
        Configuration configuration = configuration("""
                auth:
                  htpasswd: {path: "${folder}/users"}
                  oidc:
                    - name: ci
                      issuer: ${url}
                      insecure: true
                      audiences: [registry]
                      user: "{project}"
                      groups: ["ref/{ref}"]
                      require: {group: acme}
                access:
                  rules:
                    - {who: "@ci:ref/main", may: push, repositories: "prod/**"}
                """.replace("${url}", url));
        String main = workload.sign(claims(url, "acme", "main"));
        try (Registry registry = Registry.start(configuration)) {
            assertThat(put(registry, "prod/a/manifests/v1", "Bearer " + main, INDEX))
                    .isEqualTo(201);
            assertThat(put(registry, "prod/a/manifests/v1", basic("any", main), INDEX))
                    .isEqualTo(201);
            String exchanged = token(registry, "repository:prod/a:pull,push", basic("any", main));
            assertThat(put(registry, "prod/a/manifests/v1", exchanged, INDEX)).isEqualTo(201);
            assertThat(put(
                            registry,
                            "prod/a/manifests/v1",
                            "Bearer " + workload.sign(claims(url, "acme", "dev")),
                            INDEX))
                    .isEqualTo(403);
            assertThat(put(
                            registry,
                            "prod/a/manifests/v1",
                            "Bearer " + workload.sign(claims(url, "evil", "main")),
                            INDEX))
                    .isEqualTo(401);
        } finally {
            issuer.stop(0);
        }
    }

    @Test
    void aTokenEndsWithTheIssuerOfItsUser() throws Exception {
        Workload workload = new Workload();
        Files.writeString(folder.resolve("keys.json"), workload.jwks());
        String issuer = "https://ci.example.org";
        String yaml = """
                auth:
                  htpasswd: {path: "${folder}/users"}
                  issuer: {enabled: true}
                %s
                access:
                  rules:
                    - {who: users, may: push}
                """;
        String oidc = "  oidc: {name: %s, issuer: '" + issuer + "', audiences: registry, user: '{project}',"
                + " require: {group: acme}, jwks: '${folder}/keys.json'}";
        String scope = "repository:a:pull,push";
        String robot;
        String alice;
        try (Registry registry = Registry.start(configuration(yaml.formatted(oidc.formatted("ci"))))) {
            robot = token(registry, scope, "Bearer " + workload.sign(claims(issuer, "acme", "main")));
            alice = token(registry, scope, ALICE);
            assertThat(put(registry, "a/manifests/v1", robot, INDEX)).isEqualTo(201);
        }
        for (String other : List.of("", oidc.formatted("other"))) {
            try (Registry registry = Registry.start(configuration(yaml.formatted(other)))) {
                assertThat(put(registry, "a/manifests/v1", robot, INDEX))
                        .as(other)
                        .isEqualTo(401);
                assertThat(put(registry, "a/manifests/v1", alice, INDEX))
                        .as(other)
                        .isEqualTo(201);
            }
        }
    }

    private static String claims(String issuer, String group, String ref) {
        long end = Instant.now().getEpochSecond() + 300;
        return "{\"iss\":\"" + issuer + "\",\"aud\":\"registry\",\"sub\":\"1\",\"project\":\"acme/app\",\"group\":\""
                + group + "\",\"ref\":\"" + ref + "\",\"exp\":" + end + "}";
    }

    private static void serve(HttpServer server, String path, String json) {
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        server.createContext(path, exchange -> {
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
    }
}
