package dev.moorage.bootstrap.section;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moorage.bootstrap.config.Configuration;
import dev.moorage.bootstrap.config.ConfigurationReading;
import dev.moorage.bootstrap.config.InvalidConfigurationException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The section {@code auth.token}. */
class TokenServerConfigTest extends ConfigurationReading {
    private static final String SERVER =
            "version: 0.1\nauth: {token: {realm: 'https://login.example.org', service: s, issuer: i, rootcertbundle: /r";

    private static TokenServerConfig of(Configuration configuration) {
        return configuration.get(AuthConfig.class).token().orElseThrow();
    }

    @Test
    void aTokenServerHasTheKeysOfDistribution() throws IOException, InvalidConfigurationException {
        TokenServerConfig plain = of(read(SERVER + "}}", Map.of()).configuration());
        assertThat(plain.rootCertBundle()).contains(Path.of("/r"));
        assertThat(plain.autoRedirectPath()).isEmpty();
        assertThat(plain.settings().algorithms()).hasSize(13);
        TokenServerConfig full = of(read(
                        SERVER
                                + ", jwks: /j, signingalgorithms: [ES256, EdDSA], autoredirect: true, autoredirectpath: /x}}",
                        Map.of())
                .configuration());
        assertThat(full.jwks()).contains(new KeySource.File(Path.of("/j")));
        assertThat(full.autoRedirectPath()).contains("/x");
        assertThat(full.settings().algorithms()).containsExactly("ES256", "EdDSA");
        assertThat(full.settings().service()).isEqualTo("s");
    }

    @Test
    void theKeysOfATokenServerCanBeAtAUrl() throws IOException, InvalidConfigurationException {
        assertThat(of(read(SERVER + ", jwks: 'https://login.example.org/jwks'}}", Map.of())
                                .configuration())
                        .jwks())
                .contains(new KeySource.Url(URI.create("https://login.example.org/jwks")));
        assertThat(errors(SERVER + ", jwks: 'http://login.example.org/jwks'}}"))
                .singleElement()
                .asString()
                .startsWith("auth.token.jwks: is not an https URL");
    }

    @Test
    void eachKeyThatIsMissingIsNamed() {
        assertThat(errors("version: 0.1\nauth: {token: {}}"))
                .extracting(error -> error.substring(0, error.indexOf(':')))
                .containsExactly(
                        "auth.token.realm", "auth.token.service", "auth.token.issuer", "auth.token.rootcertbundle");
        assertThat(errors(SERVER + ", signingalgorithms: [none]}}"))
                .singleElement()
                .asString()
                .startsWith("auth.token.signingalgorithms: names another algorithm than EdDSA, ");
        assertThat(errors(SERVER + ", autoredirectpath: x}}"))
                .containsExactly("auth.token.autoredirectpath: does not begin with /");
        assertThat(errors(SERVER + "}, issuer: {enabled: true}}"))
                .containsExactly("auth.issuer.enabled: contradicts auth.token, whose server issues the tokens");
    }

    @Test
    void variablesConfigureATokenServer() throws InvalidConfigurationException {
        TokenServerConfig server = of(fromEnvironment(Map.of(
                "REGISTRY_AUTH", "token",
                "REGISTRY_AUTH_TOKEN_REALM", "https://login.example.org",
                "REGISTRY_AUTH_TOKEN_SERVICE", "s",
                "REGISTRY_AUTH_TOKEN_ISSUER", "i",
                "REGISTRY_AUTH_TOKEN_ROOTCERTBUNDLE", "/r",
                "REGISTRY_AUTH_TOKEN_SIGNINGALGORITHMS_0", "RS256")));
        assertThat(server.realm()).isEqualTo("https://login.example.org");
        assertThat(server.settings().algorithms()).isEqualTo(List.of("RS256"));
    }

    @Test
    void aVariableThatChoosesHtpasswdKeepsTheIssuersOfTheFile() throws IOException, InvalidConfigurationException {
        AuthConfig auth = read(
                        """
                version: 0.1
                auth:
                  token: {realm: x}
                  oidc: {name: ci, issuer: 'https://ci.example.org', audiences: r, require: {group: acme}}
                """,
                        Map.of("REGISTRY_AUTH", "htpasswd", "REGISTRY_AUTH_HTPASSWD_PATH", "/auth/htpasswd"))
                .configuration()
                .get(AuthConfig.class);
        assertThat(auth.token()).isEqualTo(Optional.empty());
        assertThat(auth.oidc()).hasSize(1);
    }
}
