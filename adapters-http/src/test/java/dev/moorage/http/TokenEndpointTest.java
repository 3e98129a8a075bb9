package dev.moorage.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moorage.application.port.out.identity.VerifiedToken;
import dev.moorage.domain.access.Action;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Tests {@code /v2/token} as clients use it: Distribution's token specification, and its form for OAuth 2. */
class TokenEndpointTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String BASIC = "Basic realm=\"registry\"";

    private final GuardedRegistry registry = new GuardedRegistry();
    private final RawClient client = registry.client();

    TokenEndpointTest() throws IOException {}

    @BeforeEach
    void aliceMayPullApp() {
        registry.passwords.put("alice", "secret");
        registry.allow("alice", "app", Action.PULL);
    }

    @AfterEach
    void stop() throws IOException {
        client.close();
        registry.close();
    }

    private RawClient.Answer get(String query, String... headers) throws IOException {
        return client.send("GET /v2/token" + query, headers);
    }

    private RawClient.Answer post(String form) throws IOException {
        return client.send(
                "POST /v2/token",
                form.getBytes(StandardCharsets.UTF_8),
                "Content-Type: application/x-www-form-urlencoded");
    }

    private static JsonNode issued(RawClient.Answer answer) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(answer.header("Cache-Control")).contains("no-store");
        JsonNode root = JSON.readTree(answer.body());
        assertThat(root.path("access_token").asString(""))
                .isNotEmpty()
                .isEqualTo(root.path("token").asString(""));
        assertThat(root.path("expires_in").asLong(0)).isEqualTo(60);
        assertThat(root.has("issued_at")).isFalse();
        assertThat(root.has("refresh_token")).isFalse();
        return root;
    }

    private VerifiedToken token(RawClient.Answer answer) {
        return registry.tokens.get(issued(answer).path("token").asString(""));
    }

    private String cap(RawClient.Answer answer) {
        return token(answer).cap().orElseThrow().toString();
    }

    private static void assertRefused(RawClient.Answer answer) {
        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.code()).isEqualTo("UNAUTHORIZED");
        assertThat(answer.headers().get("www-authenticate")).containsExactly(BASIC);
    }

    private static String basic(String user, String password) {
        return GuardedRegistry.basic(user, password);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    @Test
    void dockerGetsATokenForItsPasswordAndPullsWithIt() throws IOException {
        RawClient.Answer answer = get(
                "?account=alice&client_id=docker&offline_token=true&service=registry&scope=repository%3Aapp%3Apull",
                basic("alice", "secret"));
        String token = issued(answer).path("token").asString("");
        assertThat(token(answer).subject()).hasToString("alice");
        assertThat(client.send("GET /v2/app/tags/list", "Authorization: Bearer " + token)
                        .status())
                .isEqualTo(404);
        assertThat(JSON.readTree(answer.body()).has("scope")).isFalse();
    }

    @Test
    void scopesAreRepeatedOrJoinedByBlanksAndUnknownOnesAreLeftOut() throws IOException {
        String both = "[repository:a:pull, repository:b:pull,push]";
        String login = basic("alice", "secret");
        assertThat(cap(get("?scope=repository:a:pull&scope=repository:b:push,pull", login)))
                .isEqualTo(both);
        assertThat(cap(get("?scope=repository:a:pull+repository:b:push,pull", login)))
                .isEqualTo(both);
        assertThat(cap(get("?scope=repository:a:pull%20repository:b:push,pull", login)))
                .isEqualTo(both);
        assertThat(cap(get("?scope=repository:a:pull&scope=x&scope=robot:c:pull&scope=repository:b:push,pull", login)))
                .isEqualTo(both);
        assertThat(cap(get("?scope=registry:catalog:*&scope=repository(plugin):x/y:delete", login)))
                .isEqualTo("[registry:catalog:*, repository(plugin):x/y:delete]");
    }

    @Test
    void scopesBeyondTheGreatestNumberAreLeftOut() throws IOException {
        String query = IntStream.range(0, 100)
                .mapToObj(i -> "scope=repository:r" + i + ":pull")
                .collect(Collectors.joining("&", "?", ""));
        assertThat(token(get(query, basic("alice", "secret")))
                        .cap()
                        .orElseThrow()
                        .scopes())
                .hasSize(64);
    }

    @Test
    void loginWithoutScopesGivesATokenWithoutRights() throws IOException {
        RawClient.Answer answer = get("?account=alice&service=registry", basic("alice", "secret"));
        String bearer = "Authorization: Bearer " + issued(answer).path("token").asString("");
        assertThat(client.send("GET /v2/", bearer).status()).isEqualTo(200);
        assertThat(client.send("GET /v2/app/tags/list", bearer).status()).isEqualTo(401);
    }

    @Test
    void anonymousGetsATokenForScopesAndNoneForALogin() throws IOException {
        assertThat(token(get("?scope=repository:app:pull")).subject()).hasToString("anonymous");
        assertThat(token(get("?scope=repository:app:pull", "Authorization: Basic Og=="))
                        .subject())
                .hasToString("anonymous");
        assertThat(token(post("grant_type=password&username=&password=&scope=repository:app:pull"))
                        .subject())
                .hasToString("anonymous");
        for (String query : List.of("", "?service=registry", "?scope=", "?scope=+")) {
            assertRefused(get(query));
        }
        assertRefused(post("grant_type=password"));
    }

    @Test
    void wrongPasswordIsRefusedAlsoWhereAnonymousGetsAToken() throws IOException {
        registry.allow("everyone", "**", Action.PULL);
        assertRefused(get("?scope=repository:app:pull", basic("alice", "wrong")));
        assertRefused(get("?scope=repository:app:pull", basic("bob", "secret")));
        assertRefused(get("?scope=repository:app:pull", "Authorization: x"));
        assertRefused(get("?scope=repository:app:pull", basic("alice", "secret"), basic("alice", "secret")));
        assertRefused(post("grant_type=password&username=alice&password=wrong&scope=repository:app:pull"));
        assertThat(registry.tokens).isEmpty();
    }

    @Test
    void containerdPostsAPasswordAndReadsTheScopes() throws IOException {
        RawClient.Answer answer = post("grant_type=password&client_id=containerd-client&service=registry&username=alice"
                + "&password=" + encoded("secret") + "&scope="
                + encoded("repository:app:pull repository:app:pull,push"));
        assertThat(token(answer).subject()).hasToString("alice");
        assertThat(JSON.readTree(answer.body()).path("scope").asString(""))
                .isEqualTo("repository:app:pull repository:app:pull,push");
    }

    @Test
    void passwordsOfFormsHoldAnyCharacter() throws IOException {
        String password = "ü +%&=:\"\0é" + "x".repeat(100);
        registry.passwords.put("bob", password);
        assertThat(token(post("grant_type=password&username=bob&password=" + encoded(password)))
                        .subject())
                .hasToString("bob");
        assertThat(token(get("", basic("bob", password))).subject()).hasToString("bob");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "grant_type=refresh_token&refresh_token=x",
                "grant_type=authorization_code&code=x",
                "username=alice&password=secret",
                "{\"grant_type\":\"password\"}",
                "grant_type=password&grant_type=refresh_token"
            })
    void otherGrantsAreABadRequestSoThatClientsAskWithGet(String form) throws IOException {
        RawClient.Answer answer = form.isEmpty() ? client.send("POST /v2/token", "Content-Length: 0") : post(form);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.code()).isEqualTo("UNSUPPORTED");
    }

    @Test
    void formHasAGreatestLength() throws IOException {
        String form = "grant_type=password&username=alice&password=secret&scope=repository:app:pull&x=";
        assertThat(post(form + "y".repeat(32 * 1024 - form.length())).status()).isEqualTo(200);
        RawClient.Answer answer = post(form + "y".repeat(32 * 1024 - form.length() + 1));
        assertThat(answer.status()).isEqualTo(413);
        assertThat(answer.code()).isEqualTo("SIZE_INVALID");
    }

    @Test
    void tokenIsExchangedForOneThatHoldsNoMoreAndEndsNoLater() throws IOException {
        String first = issued(get("?scope=repository:app:pull,push", basic("alice", "secret")))
                .path("token")
                .asString("");
        registry.passes(Duration.ofSeconds(50));
        RawClient.Answer second =
                get("?scope=repository:app:pull,delete&scope=repository:other:pull", basic("x", first));
        assertThat(cap(second)).isEqualTo("[repository:app:pull]");
        assertThat(token(second).subject()).hasToString("alice");
        assertThat(token(second).expires()).isEqualTo(registry.tokens.get(first).expires());
        registry.passes(Duration.ofSeconds(10));
        assertRefused(get("?scope=repository:app:pull", basic("x", first)));
        String third =
                registry.bearer(Optional.of("alice"), "repository:app:pull").substring(22);
        registry.passwords.put("alice", "another");
        assertRefused(get("?scope=repository:app:pull", basic("x", third)));
    }

    @Test
    void otherMethodsAreListedAndRefused() throws IOException {
        RawClient.Answer options = client.send("OPTIONS /v2/token");
        assertThat(options.status()).isEqualTo(204);
        assertThat(options.header("Allow")).contains("GET, POST");
        for (String method : List.of("HEAD", "PUT", "DELETE", "PATCH")) {
            assertThat(client.send(method + " /v2/token", "Content-Length: 0").status())
                    .as(method)
                    .isEqualTo(405);
        }
    }

    @Test
    void repositoryMayBeNamedTokenAndNoSpellingOfTheEndpointIsAnother() throws IOException {
        registry.allow("everyone", "token", Action.PULL);
        assertThat(client.send("GET /v2/token/tags/list").status()).isEqualTo(404);
        for (String path : List.of("/v2/token/", "//v2//token", "/v2/%74oken")) {
            assertThat(client.send("GET " + path + "?scope=repository:a:pull").status())
                    .as(path)
                    .isEqualTo(200);
        }
        assertThat(client.send("GET /v2/TOKEN?scope=repository:a:pull").status())
                .isEqualTo(401);
    }
}
