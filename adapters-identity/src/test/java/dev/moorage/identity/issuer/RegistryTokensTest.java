package dev.moorage.identity.issuer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.moorage.application.port.out.identity.IssuedToken;
import dev.moorage.application.port.out.identity.TokenRequest;
import dev.moorage.application.port.out.identity.TokenVerification;
import dev.moorage.application.port.out.identity.VerifiedToken;
import dev.moorage.domain.access.AccessSet;
import dev.moorage.domain.access.IdentityProvider;
import dev.moorage.domain.access.Scope;
import dev.moorage.domain.access.Subject;
import dev.moorage.identity.TestKeys;
import dev.moorage.identity.TestToken;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RegistryTokensTest {
    private static final long SEED = 20261130;
    private static final byte[] OLD = "the secret of yesterday".getBytes(StandardCharsets.UTF_8);
    private static final byte[] NEW = "the secret of today".getBytes(StandardCharsets.UTF_8);
    private static final Duration LIFE = Duration.ofMinutes(15);
    private static final Subject ALICE = IdentityProvider.PASSWORD_FILE.user("alice", List.of());
    private static final AccessSet PUSH = new AccessSet(Scope.parseAll(List.of("repository:a/b:pull,push")));

    private Instant now = Instant.parse("2027-01-01T00:00:00Z");

    private RegistryTokens tokens(byte[]... secrets) {
        return new RegistryTokens(new IssuerKeys(List.of(secrets)), "registry.example", () -> now);
    }

    private static TokenRequest request(Subject subject) {
        return new TokenRequest(subject, PUSH, Optional.of("fingerprint"), LIFE);
    }

    private static VerifiedToken valid(TokenVerification verification) {
        assertThat(verification).isInstanceOf(TokenVerification.Valid.class);
        return ((TokenVerification.Valid) verification).token();
    }

    @Test
    void tokenSaysWhatItWasIssuedFor() {
        IssuedToken issued = tokens(NEW).issue(request(ALICE));
        VerifiedToken token = valid(tokens(NEW).verify(issued.text()));
        assertThat(token)
                .isEqualTo(new VerifiedToken(
                        ALICE, issued.id(), Optional.of(PUSH), now.plus(LIFE), Optional.of("fingerprint")));
        assertThat(issued.text()).hasSizeLessThan(600);
    }

    @Test
    void anonymousAndUsersOfProvidersComeBackAsTheyWere() {
        for (Subject subject : List.of(
                Subject.ANONYMOUS,
                new IdentityProvider("oidc", "github").user("acme/app:x", List.of("ref/refs/heads/main", "env/prod")),
                new IdentityProvider("ldap", "ldap").user("Älice", List.of()))) {
            String text = tokens(NEW).issue(request(subject)).text();
            assertThat(valid(tokens(NEW).verify(text)).subject()).isEqualTo(subject);
        }
    }

    @Test
    void tokensAreNeverTheSame() {
        RegistryTokens tokens = tokens(NEW);
        assertThat(tokens.issue(request(ALICE)).text())
                .isNotEqualTo(tokens.issue(request(ALICE)).text());
    }

    @Test
    void tokenEndsAtItsEnd() {
        String text = tokens(NEW).issue(request(ALICE)).text();
        now = now.plus(LIFE).minusSeconds(1);
        valid(tokens(NEW).verify(text));
        now = now.plusSeconds(1);
        TokenVerification expired = tokens(NEW).verify(text);
        assertThat(expired).isInstanceOf(TokenVerification.Expired.class);
        assertThat(((TokenVerification.Expired) expired).token().subject()).isEqualTo(ALICE);
    }

    @Test
    void tokenOfASecretThatIsStillKnownIsValid() {
        String old = tokens(OLD).issue(request(ALICE)).text();
        valid(tokens(NEW, OLD).verify(old));
        assertThat(tokens(NEW).verify(old)).isInstanceOf(TokenVerification.Invalid.class);
        valid(tokens(NEW).verify(tokens(NEW, OLD).issue(request(ALICE)).text()));
    }

    @Test
    void tokenForAnotherServiceIsInvalid() {
        String other = new RegistryTokens(new IssuerKeys(List.of(NEW)), "staging.example", () -> now)
                .issue(request(ALICE))
                .text();
        assertThat(tokens(NEW).verify(other)).isInstanceOf(TokenVerification.Invalid.class);
    }

    @Test
    void anyOtherCharacterMakesATokenInvalid() {
        Random random = new Random(SEED);
        String text = tokens(NEW).issue(request(ALICE)).text();
        for (int i = 0; i < 2000; i++) {
            // The last character of Base64 holds bits that mean nothing.
            int at = random.nextInt(text.length() - 1);
            char other = "AZaz09-_.".charAt(random.nextInt(9));
            if (text.charAt(at) != other) {
                String changed = text.substring(0, at) + other + text.substring(at + 1);
                assertThat(tokens(NEW).verify(changed))
                        .as("seed %d: character %d is %s", SEED, at, other)
                        .isNotInstanceOfAny(TokenVerification.Valid.class, TokenVerification.Expired.class);
            }
        }
    }

    @Test
    void tokenThatIsSignedWithTheSecretItselfIsInvalid() {
        String forged = new TestToken("HS256")
                .header("typ", "JWT")
                .claim("iss", "moorage")
                .claim("aud", "registry.example")
                .claim("sub", "alice")
                .claim("amr", "htpasswd")
                .claim("idp", "")
                .claim("exp", 4_000_000_000L)
                .signShared(NEW);
        assertThat(tokens(NEW).verify(forged)).isInstanceOf(TokenVerification.Invalid.class);
    }

    @Test
    void tokenWithAnotherHeaderIsForeign() {
        String text = tokens(NEW).issue(request(ALICE)).text();
        String payload = text.substring(text.indexOf('.'), text.lastIndexOf('.') + 1);
        String none = Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString("{\"alg\":\"none\"}".getBytes(StandardCharsets.UTF_8));
        assertThat(tokens(NEW).verify(none + payload)).isInstanceOf(TokenVerification.Foreign.class);
        String signed = new TestToken("RS256").claim("iss", "moorage").sign(TestKeys.privateKey("root", "RSA"));
        assertThat(tokens(NEW).verify(signed)).isInstanceOf(TokenVerification.Foreign.class);
        assertThat(tokens(NEW).verify("")).isInstanceOf(TokenVerification.Foreign.class);
    }

    @Test
    void fingerprintChangesWithUserAndHashAndIsTheSameOnEveryReplica() {
        PasswordFingerprints one = new PasswordFingerprints(new IssuerKeys(List.of(NEW)));
        PasswordFingerprints two = new PasswordFingerprints(new IssuerKeys(List.of(NEW, OLD)));
        assertThat(one.of("alice", "$2y$hash")).isEqualTo(two.of("alice", "$2y$hash"));
        assertThat(one.of("alice", "$2y$hash")).isNotEqualTo(one.of("bob", "$2y$hash"));
        assertThat(one.of("alice", "$2y$hash")).isNotEqualTo(one.of("alice", "$2y$other"));
    }

    @Test
    void nothingIsSignedWithoutASecret() {
        assertThatThrownBy(() -> new IssuerKeys(List.of())).isInstanceOf(IllegalArgumentException.class);
    }
}
