package dev.moorage.bootstrap.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.moorage.bootstrap.config.Configuration;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Tokens of a token server and of workload issuers, in a running server. */
class ConfiguredTokensTest extends AccessScenario {
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
