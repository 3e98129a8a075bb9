package dev.moorage.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moorage.domain.access.Action;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Credentials, forms and names of hosts that a client makes up: each is refused, with one challenge that no client can shape. */
class HostileCredentialsTest {
    private static final byte[] MANIFEST = "{\"schemaVersion\":2,\"manifests\":[]}".getBytes(StandardCharsets.UTF_8);

    private final GuardedRegistry registry = new GuardedRegistry();

    HostileCredentialsTest() throws IOException {}

    @BeforeEach
    void aliceMayPushToApp() {
        registry.passwords.put("alice", "secret");
        registry.passwords.put("anonymous", "of a user");
        registry.allow("alice", "app", Action.PULL, Action.PUSH, Action.DELETE);
        registry.allow("anonymous", "public/**", Action.PULL);
    }

    @AfterEach
    void stop() throws IOException {
        registry.close();
    }

    private RawClient.Answer send(String line, String... headers) throws IOException {
        try (RawClient client = registry.client()) {
            return client.send(line, headers);
        }
    }

    private static String basic(String text) {
        return "Authorization: Basic " + Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private List<String> credentials() {
        String right = GuardedRegistry.basic("alice", "secret");
        String token = registry.bearer(Optional.of("alice"), "repository:app:*").substring("Authorization: ".length());
        List<String> all = new ArrayList<>(List.of(
                "Authorization:",
                "Authorization: Basic",
                "Authorization: Bearer",
                "Authorization: Bearer ,",
                "Authorization: Bearer null",
                "Authorization: Bearer ..",
                "Authorization: Bearer eyJ..",
                "Authorization: Bearer eyJ" + ".".repeat(5_000),
                "Authorization: Bearer " + "e".repeat(12_000),
                "Authorization: Basic " + "=".repeat(100),
                "Authorization: Basic \u00ff\u00fe",
                basic("alice"),
                basic("alice:"),
                basic("alice:secret\0"),
                basic("alice\0:secret"),
                basic("Alice:secret"),
                basic(" alice:secret"),
                basic("alice:" + "secret".repeat(1_000)),
                basic(":secret"),
                basic("anonymous:"),
                basic("alice:eyJ.forged.token"),
                right + "\r\n" + GuardedRegistry.basic("alice", "wrong"),
                right + "\r\n" + right,
                right + "\r\nAuthorization: " + token,
                right + ", " + token,
                "Authorization: " + token + " " + token,
                "Authorization: " + token + "x",
                "Authorization: Basic " + token.substring("Bearer ".length()),
                "Proxy-Authorization: " + token,
                "X-Authorization: " + token,
                "Cookie: authorization=" + token));
        return all;
    }

    @Test
    void credentialsThatAreMadeUpBeginNothingAndHaveOneChallenge() throws IOException {
        for (String header : credentials()) {
            for (String line : List.of(
                    "GET /v2/",
                    "GET /v2/app/tags/list",
                    "GET /v2/_catalog",
                    "DELETE /v2/app/manifests/v1",
                    "POST /v2/app/blobs/uploads/",
                    "GET /v2/token")) {
                RawClient.Answer answer = send(line, header, "Content-Length: 0");
                assertThat(answer.status()).as(line + " with " + header).isEqualTo(401);
                assertThat(answer.headers().get("www-authenticate")).as(header).hasSize(1);
            }
            assertThat(registry.granted()).as(header).isZero();
        }
    }

    @Test
    void wrongCredentialsReadNothingOfWhatAnonymousMayRead() throws IOException {
        assertThat(send("GET /v2/public/a/tags/list").status()).isEqualTo(404);
        for (String header : credentials()) {
            if (header.startsWith("Authorization")) {
                assertThat(send("GET /v2/public/a/tags/list", header).status())
                        .as(header)
                        .isEqualTo(401);
            }
        }
    }

    @Test
    void userNamedAnonymousIsAUserAndHasNothingOfAnonymousCallers() throws IOException {
        String header = GuardedRegistry.basic("anonymous", "of a user");
        assertThat(send("GET /v2/", header).status()).isEqualTo(200);
        assertThat(send("GET /v2/public/a/tags/list", header).status()).isEqualTo(403);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "registry\"",
                "registry\",scope=\"x",
                "registry\\",
                "a b",
                "user@registry",
                "registry/path",
                "registry:1:2",
                "registry:port",
                "[::1",
                "r\u00e9gistry",
                "registry,evil",
                "registry?x",
                "<script>"
            })
    void nameOfAHostThatIsNoneIsNotInAChallenge(String host) throws IOException {
        try (RawClient client = registry.client()) {
            client.write(("GET /v2/ HTTP/1.1\r\nHost: " + host + "\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1));
            RawClient.Answer answer = client.answer(false);
            assertThat(answer.status()).as(host + " " + answer.headers()).isEqualTo(400);
            assertThat(answer.headers()).doesNotContainKey("www-authenticate");
        }
    }

    @Test
    void forwardedHostsAreNotInAChallenge() throws IOException {
        for (String header : List.of(
                "X-Forwarded-Host: evil.example.org",
                "X-Forwarded-Proto: gopher",
                "Forwarded: host=evil.example.org;proto=https",
                "X-Original-Host: evil.example.org")) {
            assertThat(send("GET /v2/", header).header("WWW-Authenticate"))
                    .as(header)
                    .contains("Bearer realm=\"http://registry/v2/token\",service=\"registry\"");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "grant_type",
                "grant_type=password",
                "grant_type=password&username=alice",
                "grant_type=password&username=alice&password=",
                "grant_type=password&username=&password=secret",
                "grant_type=password&username=alice&password=wrong",
                "grant_type=password&username=alice&password=secret&password=wrong",
                "grant_type=password&username=alice%00&password=secret",
                "grant_type=password&username=alice&password=%zz",
                "grant_type=refresh_token&refresh_token=x",
                "grant_type=password&grant_type=x&username=alice&password=secret",
                "{\"grant_type\":\"password\",\"username\":\"alice\",\"password\":\"secret\"}",
                "\0\0\0",
                "&&&&===="
            })
    void formsThatAreMadeUpGetNoToken(String form) throws IOException {
        try (RawClient client = registry.client()) {
            RawClient.Answer answer = client.send(
                    "POST /v2/token?scope=repository:app:pull",
                    form.getBytes(StandardCharsets.UTF_8),
                    "Content-Type: application/x-www-form-urlencoded",
                    "Content-Length: " + form.length());
            assertThat(answer.status()).as(answer.text()).isIn(400, 401);
            assertThat(answer.text()).doesNotContain("\"token\"");
        }
    }

    @Test
    void tokenForManyScopesWidensNothing() throws IOException {
        try (RawClient client = registry.client()) {
            String scopes = "scope=repository:app:*&scope=repository:*:*&scope=repository:**:pull,push"
                    + "&scope=registry:catalog:*&scope=repository:other:*&scope=*:*:*&scope=repository::*";
            String text = client.send("GET /v2/token?account=root&" + scopes).text();
            String token = text.substring(text.indexOf(":\"") + 2, text.indexOf("\",", text.indexOf(":\"")));
            String bearer = "Authorization: Bearer " + token;
            assertThat(client.send("GET /v2/", bearer).status()).isEqualTo(200);
            assertThat(client.send("GET /v2/_catalog", bearer).text()).isEqualTo("{\"repositories\":[]}");
            for (String name : List.of("app", "other", "root")) {
                assertThat(client.send("GET /v2/" + name + "/tags/list", bearer).status())
                        .as(name)
                        .isEqualTo(401);
                assertThat(client.send("PUT /v2/" + name + "/manifests/v1", MANIFEST, bearer)
                                .status())
                        .as(name)
                        .isEqualTo(401);
            }
        }
    }
}
