package dev.moorage.bootstrap.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.moorage.bootstrap.config.Configuration;
import dev.moorage.bootstrap.config.Defaults;
import dev.moorage.bootstrap.config.InvalidConfigurationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What check-config and the start say of access control that can be used. */
class AccessWarningsTest {
    private static final String SECRET = "http: {secret: a-secret-that-is-long-enough-for-everyone}\n";
    private static final String ANONYMOUS = "access: {rules: [{who: anonymous, may: pull}]}\n";

    @TempDir
    private Path folder;

    private Configuration configuration(String yaml) throws IOException, InvalidConfigurationException {
        Files.writeString(folder.resolve("users"), "");
        Path file = Files.writeString(
                folder.resolve("config.yml"),
                "version: 0.1\nstorage: inmemory\n" + yaml.replace("${users}", folder.resolve("users").toString()));
        return Features.configurationReader(Defaults.QUICK_START)
                .read(Optional.of(file), Map.of())
                .configuration();
    }

    private List<String> keys(String yaml) throws IOException, InvalidConfigurationException {
        return Registry.warnings(configuration(yaml)).stream()
                .map(warning -> warning.substring(0, warning.indexOf(':')))
                .toList();
    }

    @Test
    void tokensWithoutTlsAreAWarningUnlessAnotherAddressIsKnown() throws Exception {
        String users = "auth: {htpasswd: {path: '${users}'}}\n" + ANONYMOUS;
        assertThat(keys(SECRET + users)).containsExactly("auth.issuer");
        assertThat(keys("http: {host: 'https://r.example.org', secret: a-secret-that-is-long-enough-for-all}\n" + users))
                .isEmpty();
        assertThat(keys(SECRET + users.replace("'}}", "'}, issuer: {realm: 'https://r.example.org/v2/token'}}")))
                .isEmpty();
        assertThat(keys(users)).containsExactly("auth.issuer", "http.secret");
    }

    @Test
    void rulesForAnonymousCallersWithoutTokensAreAWarning() throws Exception {
        assertThat(keys(SECRET + "auth: {htpasswd: {path: '${users}'}, issuer: {enabled: false}}\n" + ANONYMOUS))
                .containsExactly("auth.issuer.enabled");
    }

    @Test
    void rulesWithoutAWayToLogInAreAWarning() throws Exception {
        assertThat(keys("access: {rules: [{who: alice, may: pull}]}\n")).containsExactly("auth");
    }

    @Test
    void ofAnIssuerWithoutRequirementsARuleThatLetsAllItsUsersWriteIsAWarning() throws Exception {
        String issuer = SECRET + "auth: {oidc: {name: ci, issuer: 'https://ci.example.org', audiences: r},"
                + " issuer: {enabled: false}}\naccess: {rules: [{who: %s, may: push}]}\n";
        assertThat(keys(issuer.formatted("users"))).containsExactly("auth.oidc");
        assertThat(keys(issuer.formatted("'ci:*'"))).containsExactly("auth.oidc");
        assertThat(keys(issuer.formatted("'ci:acme/app'"))).isEmpty();
    }

    @Test
    void warningsOfAFileWithRulesHaveItsLines() throws Exception {
        Path rules = Files.writeString(folder.resolve("access.yml"), "rules:\n  - {who: '@none', may: pull}\n");
        assertThat(Registry.warnings(configuration("auth: {htpasswd: {path: '${users}'}}\naccess: {file: '" + rules + "'}\n")))
                .containsExactly("access.file: " + rules
                        + ": line 2: rules[0]: names @none, which is not among the groups: the rule is for no user");
    }

    @Test
    void aFileWithRulesThatIsWrongIsAnErrorForEachProblem() throws Exception {
        Path rules = Files.writeString(folder.resolve("access.yml"), "rules:\n  - {who: a, may: pul}\n  - {}\n");
        Configuration configuration = configuration("access: {file: '" + rules + "'}\n");
        assertThatExceptionOfType(InvalidConfigurationException.class)
                .isThrownBy(() -> Registry.check(configuration))
                .satisfies(e -> assertThat(e.errors())
                        .hasSize(2)
                        .allMatch(error -> error.startsWith("access.file: " + rules + ": line ")));
        Files.delete(rules);
        assertThatExceptionOfType(InvalidConfigurationException.class)
                .isThrownBy(() -> Registry.start(configuration))
                .satisfies(e -> assertThat(e.errors()).containsExactly("access.file: " + rules + " does not exist"));
    }

    @Test
    void aShortSecretThatSignsTokensIsAnError() throws Exception {
        Configuration configuration =
                configuration("http: {secret: short}\nauth: {htpasswd: {path: '${users}'}}\n" + ANONYMOUS);
        assertThatExceptionOfType(InvalidConfigurationException.class)
                .isThrownBy(() -> Registry.check(configuration))
                .satisfies(e ->
                        assertThat(e.errors()).singleElement().asString().startsWith("http.secret: has less than 32"));
    }

    @Test
    void keysOfATokenServerThatCannotBeUsedAreErrors() throws Exception {
        Path empty = Files.writeString(folder.resolve("empty.pem"), "nothing\n");
        Path set = Files.writeString(folder.resolve("jwks.json"), "{}\n");
        String server = "auth: {token: {realm: 'https://l.example.org', service: s, issuer: i, %s: '%s'}}\n";
        for (var wrong : Map.of("rootcertbundle", empty, "jwks", set).entrySet()) {
            Configuration configuration = configuration(server.formatted(wrong.getKey(), wrong.getValue()));
            assertThatExceptionOfType(InvalidConfigurationException.class)
                    .isThrownBy(() -> Registry.check(configuration))
                    .satisfies(e -> assertThat(e.errors())
                            .singleElement()
                            .asString()
                            .startsWith("auth.token." + wrong.getKey() + ": " + wrong.getValue() + " "));
        }
    }
}
