package dev.moorage.identity.oidc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.jwk.JWKSet;
import dev.moorage.application.port.out.identity.TokenVerification;
import dev.moorage.application.port.out.identity.VerifiedToken;
import dev.moorage.domain.access.Subject;
import dev.moorage.identity.Fixed;
import dev.moorage.identity.TestKeys;
import dev.moorage.identity.TestToken;
import dev.moorage.identity.jwt.TrustedKeys;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OidcTokenVerifierTest {
    private static final Instant NOW = Instant.parse("2027-01-01T00:00:00Z");
    private static final long SECONDS = NOW.getEpochSecond();
    private static final String GITHUB = "https://token.actions.githubusercontent.com";
    private static final String AUDIENCE = "registry.example";
    private static final KeyPair KEY = TestKeys.rsa();
    private static final OidcIssuer ISSUER = new OidcIssuer(
            "github",
            GITHUB,
            Set.of(AUDIENCE),
            ClaimTemplate.parse("{repository}"),
            List.of(ClaimTemplate.parse("ref/{ref}"), ClaimTemplate.parse("env/{environment}")),
            List.of(
                    ClaimRequirement.parse("repository_owner_id", List.of("4711")),
                    ClaimRequirement.parse("ref", List.of("~refs/heads/*", "refs/tags/v1"))));

    private final Fixed<TrustedKeys> keys = new Fixed<>(TrustedKeys.ofIssuer(new JWKSet(TestKeys.jwk(KEY, "one"))));

    private OidcTokenVerifier verifier(OidcIssuer issuer) {
        return new OidcTokenVerifier(issuer, keys, () -> NOW);
    }

    /** The claims that GitHub Actions sends. */
    private static TestToken token() {
        return new TestToken("RS256")
                .header("kid", "one")
                .claim("iss", GITHUB)
                .claim("aud", AUDIENCE)
                .claim("sub", "repo:acme/app:ref:refs/heads/main")
                .claim("repository", "acme/app")
                .claim("repository_owner_id", "4711")
                .claim("ref", "refs/heads/main")
                .claim("exp", SECONDS + 300)
                .claim("nbf", SECONDS)
                .claim("iat", SECONDS)
                .claim("jti", "id");
    }

    private TokenVerification verify(TestToken token) {
        return verifier(ISSUER).verify(token.sign(KEY.getPrivate()));
    }

    private static VerifiedToken valid(TokenVerification verification) {
        assertThat(verification).isInstanceOf(TokenVerification.Valid.class);
        return ((TokenVerification.Valid) verification).token();
    }

    private static void assertInvalid(TokenVerification verification, String reason) {
        assertThat(verification).isInstanceOf(TokenVerification.Invalid.class);
        assertThat(((TokenVerification.Invalid) verification).reason()).contains(reason);
    }

    @Test
    void claimsMakeAUserAndGroupsWithThePrefixOfTheIssuer() {
        VerifiedToken token = valid(verify(token()));
        Subject.User user = (Subject.User) token.subject();
        assertThat(user.name()).isEqualTo("github:acme/app");
        assertThat(user.groups()).containsExactly("github:ref/refs/heads/main");
        assertThat(user.provider()).hasToString("oidc:github");
        assertThat(token.cap()).isEmpty();
        assertThat(((Subject.User) valid(verify(token().claim("environment", "prod")))
                                .subject())
                        .groups())
                .contains("github:env/prod");
    }

    @Test
    void requirementThatIsNotMetIsNamed() {
        assertInvalid(verify(token().claim("repository_owner_id", "4712")), "repository_owner_id");
        assertInvalid(verify(token().without("repository_owner_id")), "repository_owner_id");
        assertInvalid(verify(token().claim("ref", "refs/tags/v2")), "ref");
        valid(verify(token().claim("ref", "refs/tags/v1")));
        valid(verify(token().claim("repository_owner_id", 4711)));
        assertInvalid(verify(token().claim("ref", "refs/heads/a/b")), "ref");
    }

    @Test
    void tokenForAnotherAudienceIsInvalid() {
        assertInvalid(verify(token().claim("aud", "https://github.com/acme")), "audience");
        assertInvalid(verify(token().without("aud")), "audience");
        valid(verify(token().claim("aud", List.of("x", AUDIENCE))));
    }

    @Test
    void issuerWithoutAnAudienceIsRefused() {
        assertThatThrownBy(
                        () -> new OidcIssuer("a", GITHUB, Set.of(), ClaimTemplate.parse("{sub}"), List.of(), List.of()))
                .hasMessageContaining("audience");
    }

    @Test
    void tokenOfAnotherIssuerIsForeignAndFetchesNothing() {
        assertThat(verify(token().claim("iss", GITHUB + "/"))).isInstanceOf(TokenVerification.Foreign.class);
        assertThat(verify(token().without("iss").header("kid", "other"))).isInstanceOf(TokenVerification.Foreign.class);
        assertThat(keys.refreshes).hasValue(0);
    }

    @Test
    void timesAreKeptWithinAMinute() {
        assertThat(verify(token().claim("exp", SECONDS - 60))).isInstanceOf(TokenVerification.Expired.class);
        assertThat(verify(token().without("exp"))).isInstanceOf(TokenVerification.Expired.class);
        valid(verify(token().claim("exp", SECONDS - 59)));
        assertInvalid(verify(token().claim("nbf", SECONDS + 61)), "yet");
        assertInvalid(verify(token().claim("iat", SECONDS + 61)), "yet");
        valid(verify(token().claim("iat", SECONDS + 60).without("nbf")));
    }

    @ParameterizedTest
    @CsvSource({"RS512,", "PS256,", "ES256,secp256r1", "ES384,secp384r1", "ES512,secp521r1", "EdDSA,"})
    void tokenOfEachAlgorithmIsValid(String algorithm, String curve) {
        KeyPair pair =
                curve != null ? TestKeys.ec(curve) : algorithm.equals("EdDSA") ? TestKeys.ed25519() : TestKeys.rsa();
        Fixed<TrustedKeys> own = new Fixed<>(TrustedKeys.ofIssuer(new JWKSet(TestKeys.jwk(pair, "k"))));
        OidcTokenVerifier verifier = new OidcTokenVerifier(ISSUER, own, () -> NOW);
        TestToken token = new TestToken(algorithm)
                .header("kid", "k")
                .claim("iss", GITHUB)
                .claim("aud", AUDIENCE)
                .claim("repository", "acme/app")
                .claim("repository_owner_id", "4711")
                .claim("ref", "refs/heads/main")
                .claim("exp", SECONDS + 300);
        valid(verifier.verify(token.sign(pair.getPrivate())));
    }

    @ParameterizedTest
    @ValueSource(strings = {"HS256", "HS384", "HS512"})
    void sharedSecretIsNeverAnAlgorithm(String algorithm) {
        String published = new String(KEY.getPublic().getEncoded(), StandardCharsets.ISO_8859_1);
        TestToken token = new TestToken(algorithm)
                .header("kid", "one")
                .claim("iss", GITHUB)
                .claim("aud", AUDIENCE);
        assertInvalid(
                verifier(ISSUER).verify(token.signShared(published.getBytes(StandardCharsets.ISO_8859_1))),
                "algorithm");
    }

    @Test
    void keysOfTheHeaderAreIgnored() {
        KeyPair own = TestKeys.rsa();
        TestToken forged = token().header("jwk", TestKeys.jwk(own, "one").toJSONObject());
        assertInvalid(verifier(ISSUER).verify(forged.sign(own.getPrivate())), "signature");
        TestToken chained = token().header("x5c", List.of(TestKeys.x5c("root")));
        assertInvalid(verifier(ISSUER).verify(chained.sign(TestKeys.privateKey("root", "RSA"))), "signature");
        TestToken addressed = token().header("jku", "https://127.0.0.1:1/").header("x5u", "https://127.0.0.1:1/");
        valid(verifier(ISSUER).verify(addressed.sign(KEY.getPrivate())));
    }

    @Test
    void unknownKeyHasTheKeysReadAgain() {
        assertInvalid(verify(token().header("kid", "two")), "no key");
        assertThat(keys.refreshes).hasValue(1);
    }

    @Test
    void tokenWithoutAKidIsOfTheOnlyKey() {
        String token = new TestToken("RS256")
                .claim("iss", GITHUB)
                .claim("aud", AUDIENCE)
                .claim("repository", "acme/app")
                .claim("repository_owner_id", "4711")
                .claim("ref", "refs/heads/main")
                .claim("exp", SECONDS + 300)
                .sign(KEY.getPrivate());
        valid(verifier(ISSUER).verify(token));
        Fixed<TrustedKeys> two = new Fixed<>(TrustedKeys.ofIssuer(
                new JWKSet(List.of(TestKeys.jwk(KEY, "one"), TestKeys.jwk(TestKeys.rsa(), "two")))));
        assertInvalid(new OidcTokenVerifier(ISSUER, two, () -> NOW).verify(token), "no key");
    }

    @Test
    void claimsWithoutAUserAreInvalid() {
        assertInvalid(verify(token().without("repository")), "one user");
        assertInvalid(verify(token().claim("repository", List.of("a/b", "c/d"))), "one user");
        assertInvalid(verify(token().claim("repository", "")), "one user");
        assertInvalid(verify(token().claim("repository", "a\nb")), "names");
        assertInvalid(verify(token().claim("repository", "a".repeat(600))), "names");
    }

    @Test
    void claimsWithinOthersAreReachedByAPointer() {
        OidcIssuer cluster = new OidcIssuer(
                "k8s",
                GITHUB,
                Set.of(AUDIENCE),
                ClaimTemplate.parse("{/kubernetes.io/namespace}/{/kubernetes.io/serviceaccount/name}"),
                List.of(ClaimTemplate.parse("{/realm_access/roles}")),
                List.of());
        TestToken token = token().claim(
                        "kubernetes.io", Map.of("namespace", "prod", "serviceaccount", Map.of("name", "builder")))
                .claim("realm_access", Map.of("roles", List.of("dev", "ops")));
        Subject.User user = (Subject.User)
                valid(verifier(cluster).verify(token.sign(KEY.getPrivate()))).subject();
        assertThat(user.name()).isEqualTo("k8s:prod/builder");
        assertThat(user.groups()).containsExactlyInAnyOrder("k8s:dev", "k8s:ops");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "text", "{", "}", "{}", "a}b{sub}", "{sub"})
    void textThatIsNoTemplateIsRefused(String text) {
        assertThatThrownBy(() -> ClaimTemplate.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void requirementWithoutAValueIsRefused() {
        assertThatThrownBy(() -> ClaimRequirement.parse("ref", List.of())).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ClaimRequirement.parse("ref", List.of("~")))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
