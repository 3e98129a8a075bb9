package dev.moorage.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moorage.domain.access.Action;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests the responses to requests that may not begin: challenges, refusals, and which credentials end in which. */
class ChallengesOverHttpTest {
    private static final String REALM = "Bearer realm=\"http://registry/v2/token\",service=\"registry\"";

    private final GuardedRegistry registry = new GuardedRegistry();
    private final RawClient client = registry.client();

    ChallengesOverHttpTest() throws IOException {}

    @BeforeEach
    void aliceMayPushToAppAndAnyoneMayPullWhatIsPublic() {
        registry.passwords.put("alice", "secret");
        registry.allow("alice", "app", Action.PULL, Action.PUSH);
        registry.allow("everyone", "public/**", Action.PULL);
    }

    @AfterEach
    void stop() throws IOException {
        client.close();
        registry.close();
    }

    private static void assertChallenge(RawClient.Answer answer, String challenge) {
        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.code()).isEqualTo("UNAUTHORIZED");
        assertThat(answer.headers().get("www-authenticate")).containsExactly(challenge);
    }

    @Test
    void requestWithoutCredentialsHasOneChallengeWithTheScopeAndNoError() throws IOException {
        assertChallenge(client.send("GET /v2/"), REALM);
        assertChallenge(client.send("GET /v2/app/tags/list"), REALM + ",scope=\"repository:app:pull\"");
        assertChallenge(
                client.send("POST /v2/app/blobs/uploads/?mount=x&from=public/a", "Content-Length: 0"),
                REALM + ",scope=\"repository:app:pull,push repository:public/a:pull\"");
        assertChallenge(client.send("GET /v2/_catalog"), REALM + ",scope=\"registry:catalog:*\"");
    }

    @Test
    void detailListsEachActionOfTheScopesAsInDistribution() throws IOException {
        assertThat(client.send("PUT /v2/app/manifests/v1", "Content-Length: 0").text())
                .isEqualTo(
                        "{\"errors\":[{\"code\":\"UNAUTHORIZED\",\"message\":\"authentication required\",\"detail\":["
                                + "{\"Type\":\"repository\",\"Class\":\"\",\"Name\":\"app\",\"Action\":\"pull\"},"
                                + "{\"Type\":\"repository\",\"Class\":\"\",\"Name\":\"app\",\"Action\":\"push\"}]}]}");
        assertThat(client.send("GET /v2/").text()).doesNotContain("detail");
    }

    @Test
    void tokenThatIsNotValidIsNamedSoWhateverIsWrongWithIt() throws IOException {
        String ended = registry.bearer(Optional.of("alice"), "repository:app:pull");
        registry.passes(GuardedRegistry.LIFE);
        String ofAnOldPassword = registry.bearer(Optional.of("alice"), "repository:app:pull");
        registry.passwords.put("alice", "another");
        String expected = REALM + ",scope=\"repository:app:pull\",error=\"invalid_token\"";
        for (String header : List.of(
                ended,
                ofAnOldPassword,
                "Authorization: Bearer eyJ.forged.signature",
                "Authorization: Bearer x y, Bearer z",
                "Authorization: Bearer " + "x".repeat(20_000))) {
            assertChallenge(client.send("GET /v2/app/tags/list", header), expected);
            assertChallenge(client.send("GET /v2/", header), REALM + ",error=\"invalid_token\"");
        }
    }

    @Test
    void tokenForLessThanTheRulesAllowHasAnInsufficientScope() throws IOException {
        String header = registry.bearer(Optional.of("alice"), "repository:app:pull");
        assertThat(client.send("GET /v2/app/tags/list", header).status()).isEqualTo(404);
        assertChallenge(
                client.send("POST /v2/app/blobs/uploads/", "Content-Length: 0", header),
                REALM + ",scope=\"repository:app:pull,push\",error=\"insufficient_scope\"");
        String pushAlone = registry.bearer(Optional.of("alice"), "repository:app:push");
        assertThat(client.send("POST /v2/app/blobs/uploads/", "Content-Length: 0", pushAlone)
                        .status())
                .isEqualTo(401);
    }

    @Test
    void anonymousTokenOfWhatNoRuleAllowsIsNeverForbidden() throws IOException {
        String header = registry.bearer(Optional.empty(), "repository:app:pull,push,delete repository:public/a:*");
        assertThat(client.send("GET /v2/public/a/tags/list", header).status()).isEqualTo(404);
        for (String line : List.of("GET /v2/app/tags/list", "DELETE /v2/public/a/manifests/v1")) {
            RawClient.Answer answer = client.send(line, header);
            assertThat(answer.status()).isEqualTo(401);
            assertThat(answer.header("WWW-Authenticate").orElseThrow()).endsWith("error=\"insufficient_scope\"");
        }
    }

    @Test
    void knownUserIsForbiddenWithTheRuleAndWithoutItsText() throws IOException {
        registry.deny("alice", "app", Action.DELETE);
        for (String header : List.of(
                GuardedRegistry.basic("alice", "secret"), registry.bearer(Optional.of("alice"), "repository:app:*"))) {
            RawClient.Answer answer = client.send("DELETE /v2/app/manifests/v1", header);
            assertThat(answer.status()).isEqualTo(403);
            assertThat(answer.headers()).doesNotContainKey("www-authenticate");
            assertThat(answer.text())
                    .isEqualTo(
                            "{\"errors\":[{\"code\":\"DENIED\",\"message\":\"requested access to the resource is denied\","
                                    + "\"detail\":{\"reason\":\"denied by access.yml:3\"}}]}");
        }
        assertThat(client.send("GET /v2/other/tags/list", GuardedRegistry.basic("alice", "secret"))
                        .text())
                .contains("\"reason\":\"no rule allows it\"");
    }

    @Test
    void passwordIsTakenOnEveryRouteThoughTokensAreAdvertised() throws IOException {
        String header = GuardedRegistry.basic("alice", "secret");
        assertThat(client.send("GET /v2/", header).status()).isEqualTo(200);
        assertThat(client.send("GET /v2/_catalog", header).status()).isEqualTo(200);
        assertThat(client.send("GET /v2/app/tags/list", header).status()).isEqualTo(404);
        assertThat(client.send("POST /v2/app/blobs/uploads/", "Content-Length: 0", header)
                        .status())
                .isEqualTo(202);
    }

    @Test
    void tokenIsTakenAsThePasswordOfAnyUser() throws IOException {
        String token =
                registry.bearer(Optional.of("alice"), "repository:app:pull").substring(22);
        assertThat(client.send("GET /v2/app/tags/list", GuardedRegistry.basic("whoever", token))
                        .status())
                .isEqualTo(404);
        assertThat(client.send("GET /v2/app/tags/list", GuardedRegistry.basic("", token))
                        .status())
                .isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource({"alice, wrong", "bob, secret", "alice, ''", "'', secret", "alice, secret2", "*, *", "anonymous, ''"})
    void wrongPasswordIsRefusedAlsoWhereAnonymousMay(String user, String password) throws IOException {
        String header = GuardedRegistry.basic(user, password);
        assertChallenge(
                client.send("GET /v2/public/a/tags/list", header), REALM + ",scope=\"repository:public/a:pull\"");
        assertThat(client.send("GET /v2/public/a/tags/list").status()).isEqualTo(404);
        assertThat(client.send("GET /v2/public/a/tags/list", "Authorization: Basic Og==")
                        .status())
                .as("an empty user with an empty password is anonymous")
                .isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Negotiate x", "Basic !!!", "Basic", "x"})
    void headerOfAnotherFormIsRefusedAlsoWhereAnonymousMay(String header) throws IOException {
        assertThat(client.send("GET /v2/public/a/tags/list", "Authorization: " + header)
                        .status())
                .isEqualTo(401);
    }

    @Test
    void severalHeadersAreRefused() throws IOException {
        String password = GuardedRegistry.basic("alice", "secret");
        String token = registry.bearer(Optional.of("alice"), "repository:app:pull");
        for (String second : List.of(password, token)) {
            assertThat(client.send("GET /v2/app/tags/list", password, second).status())
                    .isEqualTo(401);
        }
    }

    @Test
    void withoutTokensTheChallengeIsForAPassword() throws IOException {
        try (GuardedRegistry basic = new GuardedRegistry(false);
                RawClient other = basic.client()) {
            assertChallenge(other.send("GET /v2/app/tags/list"), "Basic realm=\"Registry\"");
            assertChallenge(
                    other.send("GET /v2/", "Authorization: Bearer eyJ.forged.signature"), "Basic realm=\"Registry\"");
            assertThat(other.send("GET /v2/token", GuardedRegistry.basic("alice", "x"))
                            .status())
                    .isEqualTo(401);
            basic.passwords.put("alice", "secret");
            assertThat(other.send("GET /v2/token?scope=x", GuardedRegistry.basic("alice", "secret"))
                            .status())
                    .as("there is no such endpoint")
                    .isEqualTo(404);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "registry.example:5000, 200, http://registry.example:5000/v2/token",
        "[::1]:5000, 200, http://[::1]:5000/v2/token",
        "127.0.0.1, 200, http://127.0.0.1/v2/token",
        "a(b, 400, ''",
        "a'b, 400, ''",
        "a$b, 400, ''"
    })
    void realmIsAtTheHostThatTheClientAskedForAndAtNoOther(String host, int status, String realm) throws IOException {
        client.write(("GET /v2/ HTTP/1.1\r\nHost: " + host + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
        RawClient.Answer answer = client.answer(false);
        assertThat(answer.status()).isEqualTo(status == 200 ? 401 : status);
        if (status == 200) {
            assertThat(answer.header("WWW-Authenticate").orElseThrow()).startsWith("Bearer realm=\"" + realm + "\",");
        }
    }

    @Test
    void userWhoseRightsEndIsRefusedWithATokenThatHasNotEnded() throws IOException {
        String header = registry.bearer(Optional.of("alice"), "repository:app:pull");
        assertThat(client.send("GET /v2/app/tags/list", header).status()).isEqualTo(404);
        registry.allowNothing();
        assertThat(client.send("GET /v2/app/tags/list", header).status()).isEqualTo(403);
        registry.allow("alice", "app", Action.PULL);
        registry.passwords.remove("alice");
        assertThat(client.send("GET /v2/app/tags/list", header).status()).isEqualTo(401);
        registry.passes(Duration.ofMillis(1));
        assertThat(client.send("GET /v2/app/tags/list").status()).isEqualTo(401);
    }
}
