package dev.moorage.bootstrap.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.moorage.bootstrap.config.Defaults;
import dev.moorage.bootstrap.config.InvalidConfigurationException;
import java.io.IOException;
import java.io.StringReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Client certificates as users, over real connections. */
class CertificateUsersTest {
    private static final List<HttpClient.Version> VERSIONS =
            List.of(HttpClient.Version.HTTP_1_1, HttpClient.Version.HTTP_2);
    private static final String MAY_PUSH = "/v2/ci/app/blobs/uploads/";
    private static final String OTHERS = "/v2/other/blobs/uploads/";

    @TempDir
    private static Path folder;

    private static SelfSigned server;
    private static TestAuthority authority;
    private static TestAuthority another;

    @BeforeAll
    static void makeCertificates() throws Exception {
        server = SelfSigned.in(folder, "server");
        authority = TestAuthority.in(folder, "ours");
        another = TestAuthority.in(folder, "theirs");
        authority.issue("builder", "CN=builder, O=Acme", "-ext", "san=uri:spiffe://acme.example/ns/ci/sa/builder");
        authority.issue("expired", "CN=builder", "-startdate", "-3d", "-validity", "1");
        authority.issue("nameless", "O=Acme");
        another.issue("builder", "CN=builder");
    }

    private static Registry start(String auth, String clientAuth) throws InvalidConfigurationException, IOException {
        Path users = Files.writeString(
                folder.resolve("users"), "alice:$2b$04$abcdefghijklmnopqrstuubzadhGtS2zEF.gu0yd0opP6cVzb.e0i\n");
        String yaml = """
                version: 0.1
                storage: {filesystem: {rootdirectory: "%s"}}
                http:
                  addr: 127.0.0.1:0
                  secret: 0123456789abcdef0123456789abcdef
                  tls: {certificate: "%s", key: "%s", clientcas: ["%s"], clientauth: %s}
                auth:
                  htpasswd: {path: "%s"}
                  certificate: %s
                  issuer: {enabled: true}
                access:
                  rules:
                    - {who: "cert:builder", may: [pull, push], repositories: "ci/**"}
                    - {who: anonymous, may: pull, repositories: "public/**"}
                """.formatted(
                        folder.resolve("data"),
                        server.certificate(),
                        server.key(),
                        authority.certificate(),
                        clientAuth,
                        users,
                        auth);
        Path file = Files.writeString(folder.resolve("config.yml"), yaml);
        return Registry.start(Features.configurationReader(Defaults.QUICK_START)
                .read(Optional.of(file), Map.of())
                .configuration());
    }

    private static HttpResponse<String> send(
            Registry registry, SSLContext tls, HttpClient.Version version, String method, String path, String... headers)
            throws Exception {
        try (HttpClient client =
                HttpClient.newBuilder().sslContext(tls).version(version).build()) {
            HttpRequest.Builder request = HttpRequest.newBuilder(
                            URI.create("https://127.0.0.1:" + registry.port() + path))
                    .method(method, HttpRequest.BodyPublishers.noBody());
            if (headers.length > 0) {
                request.headers(headers);
            }
            HttpResponse<String> response = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
            assertThat(response.version()).isEqualTo(version);
            return response;
        }
    }

    private static String basic(String user, String password) {
        return "Basic "
                + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void aCertificateGivesItsUserTheRightsOfTheRules() throws Exception {
        try (Registry registry = start("{user: cn}", "verify-client-cert-if-given")) {
            SSLContext builder = authority.showing("builder", server);
            for (HttpClient.Version version : VERSIONS) {
                assertThat(send(registry, builder, version, "GET", "/v2/").statusCode())
                        .isEqualTo(200);
                assertThat(send(registry, builder, version, "POST", MAY_PUSH).statusCode())
                        .isEqualTo(202);
                assertThat(send(registry, builder, version, "POST", OTHERS).statusCode())
                        .isEqualTo(403);
            }
        }
    }

    @Test
    void anAuthorizationHeaderGoesBeforeTheCertificate() throws Exception {
        try (Registry registry = start("{user: cn}", "verify-client-cert-if-given")) {
            SSLContext builder = authority.showing("builder", server);
            for (HttpClient.Version version : VERSIONS) {
                assertThat(send(registry, builder, version, "POST", MAY_PUSH, "Authorization", basic("alice", "wrong"))
                                .statusCode())
                        .isEqualTo(401);
                assertThat(send(registry, builder, version, "POST", MAY_PUSH, "Authorization", "Bearer none")
                                .statusCode())
                        .isEqualTo(401);
                // Some clients send this where they have no password.
                assertThat(send(registry, builder, version, "POST", MAY_PUSH, "Authorization", basic("", ""))
                                .statusCode())
                        .isEqualTo(202);
            }
        }
    }

    @Test
    void aCertificateGetsATokenThatIsTheSameUsers() throws Exception {
        try (Registry registry = start("{user: cn}", "verify-client-cert-if-given")) {
            String answer = send(
                            registry,
                            authority.showing("builder", server),
                            HttpClient.Version.HTTP_1_1,
                            "GET",
                            "/v2/token?service=moorage&scope=repository:ci/app:pull,push")
                    .body();
            String token = new tools.jackson.databind.json.JsonMapper()
                    .readTree(new StringReader(answer))
                    .path("token")
                    .asString();
            assertThat(send(
                                    registry,
                                    server.trusting(),
                                    HttpClient.Version.HTTP_2,
                                    "POST",
                                    MAY_PUSH,
                                    "Authorization",
                                    "Bearer " + token)
                            .statusCode())
                    .isEqualTo(202);
        }
    }

    @Test
    void withoutACertificateAndWithOneThatNamesNoUserTheCallerIsAnonymous() throws Exception {
        try (Registry registry = start("{user: cn}", "verify-client-cert-if-given")) {
            for (SSLContext client : List.of(server.trusting(), authority.showing("nameless", server))) {
                for (HttpClient.Version version : VERSIONS) {
                    assertThat(send(registry, client, version, "POST", MAY_PUSH).statusCode())
                            .isEqualTo(401);
                    assertThat(send(registry, client, version, "GET", "/v2/public/app/tags/list")
                                    .statusCode())
                            .isEqualTo(404);
                }
            }
        }
    }

    @Test
    void aCertificateOfAnotherAuthorityAndAnExpiredOneOpenNoConnection() throws Exception {
        for (String clientAuth : List.of("verify-client-cert-if-given", "require-and-verify-client-cert")) {
            try (Registry registry = start("{user: cn}", clientAuth)) {
                for (SSLContext client :
                        List.of(another.showing("builder", server), authority.showing("expired", server))) {
                    for (HttpClient.Version version : VERSIONS) {
                        assertThatExceptionOfType(IOException.class)
                                .isThrownBy(() -> send(registry, client, version, "GET", "/v2/"));
                    }
                }
            }
        }
    }

    @Test
    void aPatternTakesTheNameOutOfASpiffeId() throws Exception {
        try (Registry registry = start(
                "{user: uri, pattern: 'spiffe://acme\\.example/ns/ci/sa/(.+)'}", "require-and-verify-client-cert")) {
            assertThat(send(registry, authority.showing("builder", server), HttpClient.Version.HTTP_2, "POST", MAY_PUSH)
                            .statusCode())
                    .isEqualTo(202);
        }
    }

    @Test
    void aServerThatDoesNotVerifyCertificatesDoesNotStartWithThem() {
        for (String clientAuth : List.of("request-client-cert", "require-any-client-cert")) {
            assertThatExceptionOfType(InvalidConfigurationException.class)
                    .isThrownBy(() -> start("{user: cn}", clientAuth))
                    .satisfies(e -> assertThat(e.errors()).singleElement().asString().contains("http.tls.clientauth"));
        }
    }
}
