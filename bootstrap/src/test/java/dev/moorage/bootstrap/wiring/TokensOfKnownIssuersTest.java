package dev.moorage.bootstrap.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moorage.application.port.out.identity.TokenRequest;
import dev.moorage.application.port.out.identity.TokenVerification;
import dev.moorage.application.port.out.identity.VerifiedToken;
import dev.moorage.domain.access.AccessSet;
import dev.moorage.domain.access.IdentityProvider;
import dev.moorage.domain.access.Subject;
import dev.moorage.identity.issuer.IssuerKeys;
import dev.moorage.identity.issuer.PasswordFingerprints;
import dev.moorage.identity.issuer.RegistryTokens;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Tokens of the registry for users of issuers, when the configuration of the issuer changes. */
class TokensOfKnownIssuersTest {
    private static final IdentityProvider GITHUB = new IdentityProvider("oidc", "github");
    private static final Subject APP = GITHUB.user("acme/app", List.of());

    private Instant now = Instant.parse("2027-01-01T00:00:00Z");

    private TokensOfKnownIssuers tokens(Map<IdentityProvider, Optional<String>> providers) {
        IssuerKeys keys = new IssuerKeys(List.of(new byte[32]));
        return new TokensOfKnownIssuers(
                new RegistryTokens(keys, "registry", () -> now), new PasswordFingerprints(keys), providers);
    }

    private TokensOfKnownIssuers configured(String settings) {
        return tokens(Map.of(GITHUB, Optional.of(settings)));
    }

    private static TokenRequest request(Subject subject, Optional<String> fingerprint) {
        return new TokenRequest(subject, AccessSet.NONE, fingerprint, Duration.ofHours(1));
    }

    @Test
    void aSessionOfAnIssuerEndsWhenItsSettingsChange() {
        String token =
                configured("require: a").issue(request(APP, Optional.empty())).text();
        TokenVerification same = configured("require: a").verify(token);
        assertThat(same).isInstanceOf(TokenVerification.Valid.class);
        VerifiedToken valid = ((TokenVerification.Valid) same).token();
        assertThat(valid.subject()).isEqualTo(APP);
        assertThat(valid.fingerprint())
                .as("no provider of passwords is asked about it")
                .isEmpty();
        assertThat(configured("require: b").verify(token)).isInstanceOf(TokenVerification.Invalid.class);
        assertThat(tokens(Map.of()).verify(token)).isInstanceOf(TokenVerification.Invalid.class);
        now = now.plus(Duration.ofHours(2));
        assertThat(configured("require: a").verify(token)).isInstanceOf(TokenVerification.Expired.class);
        assertThat(configured("require: b").verify(token)).isInstanceOf(TokenVerification.Invalid.class);
    }

    @Test
    void aTokenThatWasExchangedForASessionHoldsTheSettingsToo() {
        TokensOfKnownIssuers one = configured("require: a");
        VerifiedToken first = ((TokenVerification.Valid)
                        one.verify(one.issue(request(APP, Optional.empty())).text()))
                .token();
        String second = one.issue(request(first.subject(), first.fingerprint())).text();
        assertThat(configured("require: b").verify(second)).isInstanceOf(TokenVerification.Invalid.class);
        assertThat(one.verify(second)).isInstanceOf(TokenVerification.Valid.class);
    }

    @Test
    void usersWithPasswordsKeepTheirFingerprints() {
        for (Subject subject : List.of(
                IdentityProvider.PASSWORD_FILE.user("alice", List.of()),
                IdentityProvider.DIRECTORY.user("alice", List.of()))) {
            TokensOfKnownIssuers all =
                    tokens(Map.of(GITHUB, Optional.of("x"), IdentityProvider.DIRECTORY, Optional.empty()));
            String token = all.issue(request(subject, Optional.of("print"))).text();
            assertThat(((TokenVerification.Valid) all.verify(token)).token().fingerprint())
                    .contains("print");
        }
    }
}
