package dev.moorage.bootstrap.section;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moorage.bootstrap.config.ConfigurationReading;
import dev.moorage.bootstrap.config.InvalidConfigurationException;
import dev.moorage.identity.oidc.ClaimRequirement;
import dev.moorage.identity.oidc.ClaimTemplate;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The sections {@code auth.oidc} and {@code auth.issuer}. */
class OidcConfigTest extends ConfigurationReading {
    private static final String TWO = """
            version: 0.1
            auth:
              htpasswd: {path: /users}
              oidc:
                - name: github
                  issuer: https://token.actions.githubusercontent.com
                  audiences: [registry.example.org]
                  user: "{repository}"
                  groups: ["ref/{ref}", "env/{environment}"]
                  require: {repository_owner_id: 4711, event_name: [push, ~rel*]}
                - name: cluster
                  issuer: https://kubernetes.default.svc
                  audiences: registry
                  algorithms: [RS256]
                  jwks: /keys.json
              issuer: {life: 5m, session: 2h, uploadgrace: 0s, realm: 'https://registry.example.org/v2/token'}
            access: {rules: [{who: users, may: pull}]}
            """;

    @Test
    void severalIssuersWorkTogetherWithThePasswordFile() throws IOException, InvalidConfigurationException {
        AuthConfig auth = read(TWO, Map.of()).configuration().get(AuthConfig.class);
        assertThat(auth.htpasswd()).isPresent();
        OidcConfig github = auth.oidc().getFirst();
        assertThat(github.issuer().user()).isEqualTo(ClaimTemplate.parse("{repository}"));
        assertThat(github.issuer().groups())
                .containsExactly(ClaimTemplate.parse("ref/{ref}"), ClaimTemplate.parse("env/{environment}"));
        assertThat(github.issuer().require())
                .containsExactly(
                        ClaimRequirement.parse("repository_owner_id", List.of("4711")),
                        ClaimRequirement.parse("event_name", List.of("push", "~rel*")));
        assertThat(github.issuer().algorithms()).hasSize(10);
        OidcConfig cluster = auth.oidc().getLast();
        assertThat(cluster.issuer().audiences()).containsExactly("registry");
        assertThat(cluster.issuer().user()).isEqualTo(ClaimTemplate.parse("{sub}"));
        assertThat(cluster.issuer().algorithms()).containsExactly("RS256");
        assertThat(cluster.jwks()).contains(new KeySource.File(Path.of("/keys.json")));
        assertThat(auth.issuer().life()).isEqualTo(Duration.ofMinutes(5));
        assertThat(auth.issuer().session()).isEqualTo(Duration.ofHours(2));
        assertThat(auth.issuer().uploadGrace()).isEqualTo(Duration.ZERO);
        assertThat(auth.issuer().enabled()).isEmpty();
    }

    private List<String> errorsOf(String oidc) {
        return errors("version: 0.1\nauth: {oidc: [" + oidc + "]}\naccess: {rules: [{who: users, may: pull}]}\n");
    }

    @Test
    void eachKeyThatIsMissingOrWrongIsNamedWithItsElement() {
        assertThat(errorsOf("{}"))
                .extracting(error -> error.substring(0, error.indexOf(':')))
                .containsExactly("auth.oidc[0].name", "auth.oidc[0].issuer", "auth.oidc[0].audiences");
        assertThat(errorsOf("{name: Git, issuer: 'http://x.example.org', audiences: a, user: '{', algorithms: HS256}"))
                .extracting(error -> error.substring(0, error.indexOf(':')))
                .containsExactly(
                        "auth.oidc[0].name", "auth.oidc[0].issuer", "auth.oidc[0].user", "auth.oidc[0].algorithms");
        assertThat(errorsOf("{name: a, issuer: 'https://a.example.org', audience: a}"))
                .anyMatch(error ->
                        error.equals("auth.oidc[0].audience: unknown key; did you mean auth.oidc[0].audiences?"));
        assertThat(errorsOf("{name: token, issuer: 'https://a.example.org', audiences: a}"))
                .containsExactly("auth.oidc[0].name: is the prefix of the users of auth.token");
        String one = "{name: a, issuer: 'https://a.example.org', audiences: a}";
        assertThat(errorsOf(one + "," + one))
                .extracting(error -> error.substring(0, error.indexOf(':')))
                .containsExactly("auth.oidc[1].name", "auth.oidc[1].issuer");
    }

    @Test
    void anIssuerWithoutRulesAndWithoutRequirementsIsAnErrorAndNotAnOpenRegistry() {
        assertThat(errors("version: 0.1\nauth: {oidc: {name: a, issuer: 'https://a.example.org', audiences: a}}"))
                .singleElement()
                .asString()
                .startsWith("auth.oidc: needs rules in access, or require:");
        assertThat(errors("version: 0.1\nauth: {none: {}, oidc: {name: a, issuer: 'https://a.example.org',"
                        + " audiences: a, require: {sub: x}}}"))
                .containsExactly("auth.none: contradicts auth.oidc: remove one of them");
    }

    @Test
    void theLifeOfTokensHasBounds() {
        assertThat(
                        errors(
                                "version: 0.1\nauth: {htpasswd: {path: x}, issuer: {life: 59s, session: 25h, uploadgrace: 25h, realm: /v2/token}}"))
                .extracting(error -> error.substring(0, error.indexOf(':')))
                .containsExactlyInAnyOrder(
                        "auth.issuer.life", "auth.issuer.session", "auth.issuer.uploadgrace", "auth.issuer.realm");
    }

    @Test
    void variablesConfigureAnIssuer() throws InvalidConfigurationException {
        AuthConfig auth = fromEnvironment(Map.of(
                        "REGISTRY_AUTH_OIDC_0_NAME", "ci",
                        "REGISTRY_AUTH_OIDC_0_ISSUER", "https://ci.example.org",
                        "REGISTRY_AUTH_OIDC_0_AUDIENCES_0", "registry",
                        "REGISTRY_AUTH_OIDC_0_REQUIRE_PROJECT", "acme",
                        "REGISTRY_AUTH_ISSUER_ENABLED", "false"))
                .get(AuthConfig.class);
        assertThat(auth.oidc().getFirst().issuer().require())
                .containsExactly(ClaimRequirement.parse("project", List.of("acme")));
        assertThat(auth.issuer().enabled()).contains(false);
    }
}
