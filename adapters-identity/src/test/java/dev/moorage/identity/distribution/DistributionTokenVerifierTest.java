package dev.moorage.identity.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.OctetSequenceKey;
import dev.moorage.application.port.out.identity.TokenVerification;
import dev.moorage.application.port.out.identity.VerifiedToken;
import dev.moorage.domain.access.Action;
import dev.moorage.domain.access.RequiredScopes;
import dev.moorage.domain.access.Subject;
import dev.moorage.domain.name.RepositoryName;
import dev.moorage.identity.Fixed;
import dev.moorage.identity.TestKeys;
import dev.moorage.identity.TestToken;
import dev.moorage.identity.jwt.SignatureAlgorithms;
import dev.moorage.identity.jwt.TrustedKeys;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DistributionTokenVerifierTest {
    private static final Instant NOW = Instant.parse("2027-01-01T00:00:00Z");
    private static final long SECONDS = NOW.getEpochSecond();
    private static final X509Certificate ROOT = TestKeys.certificate("root");
    private static final PrivateKey ROOT_KEY = TestKeys.privateKey("root", "RSA");
    private static final PrivateKey LEAF_KEY = TestKeys.privateKey("leaf", "RSA");
    private static final PrivateKey FOREIGN_KEY = TestKeys.privateKey("foreign", "RSA");

    /** The identifier with which Debian's docker-registry 2.8.2 finds the key of root.pem. */
    private static final String LIBTRUST_ID = "OTJD:3F6Q:IK3U:2SLX:ZS5C:R7JI:UHU4:NZN3:ONOM:3CNQ:K4LM:XJJT";

    private final JWKSet none = new JWKSet();

    private static DistributionTokenVerifier verifier(List<X509Certificate> certificates, JWKSet set) {
        return new DistributionTokenVerifier(
                new DistributionTokenSettings("issuer", "service", SignatureAlgorithms.OF_DISTRIBUTION),
                new Fixed<>(TrustedKeys.ofDistribution(certificates, set)),
                () -> NOW);
    }

    private static TestToken token(String algorithm) {
        return new TestToken(algorithm)
                .claim("iss", "issuer")
                .claim("aud", "service")
                .claim("sub", "alice")
                .claim("exp", SECONDS + 300)
                .claim("nbf", SECONDS - 10)
                .claim("jti", "id")
                .claim(
                        "access",
                        List.of(Map.of("type", "repository", "name", "a/b", "actions", List.of("pull", "push"))));
    }

    private static VerifiedToken valid(TokenVerification verification) {
        assertThat(verification).isInstanceOf(TokenVerification.Valid.class);
        return ((TokenVerification.Valid) verification).token();
    }

    private static void assertInvalid(TokenVerification verification) {
        assertThat(verification).isInstanceOf(TokenVerification.Invalid.class);
    }

    @Test
    void tokenWithTheLibtrustIdOfDistribution2IsValid() {
        String token = token("RS256").header("kid", LIBTRUST_ID).sign(ROOT_KEY);
        assertThat(valid(verifier(List.of(ROOT), none).verify(token)).subject()).hasToString("token:alice");
    }

    @Test
    void tokenWithTheThumbprintOfDistribution3IsValid() throws Exception {
        String thumbprint = JWK.parse(ROOT).computeThumbprint().toString();
        String token = token("RS256").header("kid", thumbprint).sign(ROOT_KEY);
        assertThat(valid(verifier(List.of(ROOT), none).verify(token)).id()).isEqualTo("id");
    }

    @ParameterizedTest
    @CsvSource({
        "RS256,",
        "RS384,",
        "RS512,",
        "PS256,",
        "PS384,",
        "PS512,",
        "ES256,secp256r1",
        "ES384,secp384r1",
        "ES512,secp521r1",
        "EdDSA,"
    })
    void keyOfASetIsFoundByEachOfItsIds(String algorithm, String curve) throws Exception {
        KeyPair pair =
                curve != null ? TestKeys.ec(curve) : algorithm.equals("EdDSA") ? TestKeys.ed25519() : TestKeys.rsa();
        JWK jwk = TestKeys.jwk(pair, "mine");
        DistributionTokenVerifier verifier = verifier(List.of(), new JWKSet(jwk));
        for (String id : List.of("mine", jwk.computeThumbprint().toString())) {
            String token = token(algorithm).header("kid", id).sign(pair.getPrivate());
            valid(verifier.verify(token));
            assertInvalid(verifier.verify(tampered(token)));
        }
    }

    private static String tampered(String token) {
        int middle = token.lastIndexOf('.') + 20;
        char other = token.charAt(middle) == 'A' ? 'B' : 'A';
        return token.substring(0, middle) + other + token.substring(middle + 1);
    }

    @Test
    void sharedSecretVerifiesOnlyWithAKeyThatIsOne() {
        byte[] secret = "a shared secret of at least 32 bytes".getBytes(StandardCharsets.UTF_8);
        JWKSet set =
                new JWKSet(new OctetSequenceKey.Builder(secret).keyID("mine").build());
        valid(verifier(List.of(), set)
                .verify(token("HS256").header("kid", "mine").signShared(secret)));
        for (byte[] published : List.of(ROOT.getPublicKey().getEncoded(), TestKeys.file("root.pem"))) {
            String forged = token("HS256").header("kid", LIBTRUST_ID).signShared(published);
            assertInvalid(verifier(List.of(ROOT), none).verify(forged));
        }
    }

    @Test
    void chainToATrustedRootIsValidAndWinsOverTheKid() {
        String token = token("RS256")
                .header("kid", "unknown")
                .header("x5c", List.of(TestKeys.x5c("leaf"), TestKeys.x5c("intermediate")))
                .sign(LEAF_KEY);
        valid(verifier(List.of(ROOT), none).verify(token));
    }

    @Test
    void chainWithoutItsIntermediateIsInvalid() {
        String token =
                token("RS256").header("x5c", List.of(TestKeys.x5c("leaf"))).sign(LEAF_KEY);
        assertInvalid(verifier(List.of(ROOT), none).verify(token));
    }

    @Test
    void certificateOfTheBundleIsAChainOfItsOwn() {
        String token =
                token("RS256").header("x5c", List.of(TestKeys.x5c("root"))).sign(ROOT_KEY);
        valid(verifier(List.of(ROOT), none).verify(token));
    }

    @Test
    void foreignChainIsInvalidEvenWithATrustedKid() {
        String token = token("RS256")
                .header("kid", LIBTRUST_ID)
                .header("x5c", List.of(TestKeys.x5c("foreign")))
                .sign(ROOT_KEY);
        assertInvalid(verifier(List.of(ROOT), none).verify(token));
        String forged = token("RS256")
                .header("x5c", List.of(TestKeys.x5c("foreign"), TestKeys.x5c("root")))
                .sign(FOREIGN_KEY);
        assertInvalid(verifier(List.of(ROOT), none).verify(forged));
    }

    @Test
    void expiredCertificateOfAChainIsInvalid() {
        String token = new TestToken("RS256")
                .claim("iss", "issuer")
                .claim("aud", "service")
                .claim("exp", 4_000_000_000L)
                .header("x5c", List.of(TestKeys.x5c("leaf"), TestKeys.x5c("intermediate")))
                .sign(LEAF_KEY);
        Instant after = TestKeys.certificate("leaf").getNotAfter().toInstant().plusSeconds(1);
        DistributionTokenVerifier verifier = new DistributionTokenVerifier(
                new DistributionTokenSettings("issuer", "service", List.of("RS256")),
                new Fixed<>(TrustedKeys.ofDistribution(List.of(ROOT), none)),
                () -> after);
        assertInvalid(verifier.verify(token));
    }

    @Test
    void embeddedKeyWithATrustedKidIsNotUsed() {
        KeyPair own = TestKeys.rsa();
        JWK jwk = TestKeys.jwk(own, LIBTRUST_ID);
        String forged = token("RS256").header("jwk", jwk.toJSONObject()).sign(own.getPrivate());
        assertInvalid(verifier(List.of(ROOT), none).verify(forged));
        String named = token("RS256").header("jwk", jwk.toJSONObject()).sign(ROOT_KEY);
        valid(verifier(List.of(ROOT), none).verify(named));
    }

    @ParameterizedTest
    @ValueSource(strings = {"jku", "x5u"})
    void addressOfAKeyIsNotFetched(String header) {
        String token = token("RS256").header(header, "https://127.0.0.1:1/keys").sign(FOREIGN_KEY);
        assertInvalid(verifier(List.of(ROOT), none).verify(token));
    }

    @Test
    void unsignedTokenIsInvalid() {
        assertInvalid(verifier(List.of(ROOT), none)
                .verify(token("none").header("kid", LIBTRUST_ID).unsigned()));
        assertInvalid(verifier(List.of(ROOT), none)
                .verify(token("RS256").header("kid", LIBTRUST_ID).unsigned()));
    }

    @Test
    void algorithmThatIsNotConfiguredIsInvalid() {
        DistributionTokenVerifier verifier = new DistributionTokenVerifier(
                new DistributionTokenSettings("issuer", "service", List.of("ES256")),
                new Fixed<>(TrustedKeys.ofDistribution(List.of(ROOT), none)),
                () -> NOW);
        assertInvalid(verifier.verify(token("RS256").header("kid", LIBTRUST_ID).sign(ROOT_KEY)));
        assertThatThrownBy(() -> new DistributionTokenSettings("issuer", "service", List.of("none")))
                .hasMessageContaining("RS256");
    }

    private TokenVerification verify(TestToken token) {
        return verifier(List.of(ROOT), none)
                .verify(token.header("kid", LIBTRUST_ID).sign(ROOT_KEY));
    }

    @Test
    void tokenOfAnotherIssuerIsForeign() {
        assertThat(verify(token("RS256").claim("iss", "other"))).isInstanceOf(TokenVerification.Foreign.class);
        assertThat(verify(token("RS256").without("iss"))).isInstanceOf(TokenVerification.Foreign.class);
    }

    @Test
    void oneOfSeveralAudiencesIsEnough() {
        valid(verify(token("RS256").claim("aud", List.of("other", "service"))));
        assertInvalid(verify(token("RS256").claim("aud", List.of("other"))));
        assertInvalid(verify(token("RS256").without("aud")));
    }

    @Test
    void timesAreKeptWithinAMinute() {
        valid(verify(token("RS256").claim("exp", SECONDS - 59)));
        assertThat(verify(token("RS256").claim("exp", SECONDS - 60))).isInstanceOf(TokenVerification.Expired.class);
        assertThat(verify(token("RS256").without("exp"))).isInstanceOf(TokenVerification.Expired.class);
        valid(verify(token("RS256").claim("nbf", SECONDS + 60)));
        assertInvalid(verify(token("RS256").claim("nbf", SECONDS + 61)));
        valid(verify(token("RS256").without("nbf")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"4000000000\"", "1e300", "-1", "true", "[4000000000]", "{}"})
    void endThatIsNoTimeIsInvalid(String end) {
        String claims = "{\"iss\":\"issuer\",\"aud\":\"service\",\"exp\":" + end + "}";
        String token = new TestToken("RS256").header("kid", LIBTRUST_ID).signRaw(claims, ROOT_KEY);
        assertInvalid(verifier(List.of(ROOT), none).verify(token));
    }

    @Test
    void accessIsThatOfTheClaim() {
        var access = valid(verify(token("RS256"))).cap().orElseThrow();
        assertThat(access.covers(RequiredScopes.of(Action.PUSH, RepositoryName.parse("a/b"))))
                .isTrue();
        assertThat(access.covers(RequiredScopes.of(Action.DELETE, RepositoryName.parse("a/b"))))
                .isFalse();
        assertThat(access.covers(RequiredScopes.of(Action.PULL, RepositoryName.parse("a"))))
                .isFalse();
        assertThat(valid(verify(token("RS256").without("access")))
                        .cap()
                        .orElseThrow()
                        .scopes())
                .isEmpty();
        assertInvalid(verify(token("RS256").claim("access", "all")));
        assertInvalid(verify(token("RS256").claim("access", List.of("all"))));
    }

    @Test
    void actionsOfOtherServersAreLeftOut() {
        var claim = List.of(Map.of("type", "repository", "name", "a/b", "actions", List.of("scanner-pull", "pull")));
        var access = valid(verify(token("RS256").claim("access", claim))).cap().orElseThrow();
        assertThat(access.covers(RequiredScopes.of(Action.PULL, RepositoryName.parse("a/b"))))
                .isTrue();
    }

    @Test
    void tokenWithoutASubjectIsAnonymous() {
        assertThat(valid(verify(token("RS256").claim("sub", ""))).subject()).isEqualTo(Subject.ANONYMOUS);
        assertThat(valid(verify(token("RS256").without("sub"))).subject()).isEqualTo(Subject.ANONYMOUS);
        assertInvalid(verify(token("RS256").claim("sub", "a\nb")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "...", "a.b.c", "a.b", "e30.e30.e30", "e30.e30", "bnVsbA.e30.", "é.é.é"})
    void textThatIsNoTokenIsInvalid(String text) {
        assertInvalid(verifier(List.of(ROOT), none).verify(text));
    }

    @Test
    void hostileTokensAreInvalid() {
        DistributionTokenVerifier verifier = verifier(List.of(ROOT), none);
        TestToken token = new TestToken("RS256").header("kid", LIBTRUST_ID);
        String body = "\"iss\":\"issuer\",\"aud\":\"service\",\"exp\":4000000000";
        valid(verifier.verify(token.signRaw("{" + body + "}", ROOT_KEY)));
        assertInvalid(verifier.verify(
                token.signRaw("{" + body + ",\"x\":" + "[".repeat(5000) + "]".repeat(5000) + "}", ROOT_KEY)));
        assertInvalid(verifier.verify(token.signRaw("{" + body + ",\"x\":" + "[".repeat(100_000) + "}", ROOT_KEY)));
        assertInvalid(verifier.verify(token.signRaw("{" + body + ",\"aud\":\"service\"}", ROOT_KEY)));
        assertInvalid(verifier.verify(token.signRaw("{" + body + "} {}", ROOT_KEY)));
        assertInvalid(verifier.verify(
                new TestToken("RS256").header("kid", "k".repeat(15_000)).signRaw("{" + body + "}", ROOT_KEY)));
        assertInvalid(verifier.verify(new TestToken("RS256")
                .header("kid", LIBTRUST_ID)
                .header("crit", List.of("exp"))
                .signRaw("{" + body + "}", ROOT_KEY)));
        assertInvalid(verifier.verify("x".repeat(10_000_000)));
    }

    @Test
    void keyThatIsMissingHasTheKeysReadAgain() {
        Fixed<TrustedKeys> keys = new Fixed<>(TrustedKeys.ofDistribution(List.of(ROOT), none));
        DistributionTokenVerifier verifier = new DistributionTokenVerifier(
                new DistributionTokenSettings("issuer", "service", List.of("RS256")), keys, () -> NOW);
        assertInvalid(verifier.verify(token("RS256").header("kid", "unknown").sign(ROOT_KEY)));
        assertThat(keys.refreshes).hasValue(1);
        assertInvalid(verifier.verify(
                token("RS256").claim("iss", "other").claim("iss", "issuer").sign(ROOT_KEY)));
        assertThat(keys.refreshes).as("without a kid").hasValue(1);
    }

    @Test
    void joinedKeysFollowTheirFiles() throws Exception {
        KeyPair pair = TestKeys.ec("secp256r1");
        Changing<List<X509Certificate>> certificates = new Changing<>(List.of());
        DistributionKeys keys = new DistributionKeys(
                Optional.of(certificates), Optional.of(new Fixed<>(new JWKSet(TestKeys.jwk(pair, "mine")))));
        assertThat(keys.current().find("mine")).isPresent();
        assertThat(keys.current().find(LIBTRUST_ID)).isEmpty();
        assertThat(keys.current()).isSameAs(keys.current());
        certificates.value = List.of(ROOT);
        assertThat(keys.current().find(LIBTRUST_ID)).isPresent();
        assertThatThrownBy(() -> new DistributionKeys(Optional.empty(), Optional.empty()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static final class Changing<T> implements dev.moorage.identity.keys.Refreshing<T> {
        private T value;

        Changing(T value) {
            this.value = value;
        }

        @Override
        public T current() {
            return value;
        }

        @Override
        public T refreshed() {
            return value;
        }
    }
}
