package dev.moorage.bootstrap.section;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moorage.bootstrap.config.Configuration;
import dev.moorage.bootstrap.config.ConfigurationReader;
import dev.moorage.bootstrap.config.ConfigurationReading;
import dev.moorage.bootstrap.config.InvalidConfigurationException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The section {@code auth}. */
class AuthConfigTest extends ConfigurationReading {
    @Test
    void anUnknownKeyWhereItMayCloseTheRegistryIsAnErrorWithTheNearestKnownOne() {
        Map<String, String> errors = Map.of(
                "auht: {htpasswd: {path: x}}", "auht: unknown key; did you mean auth?",
                "AUTH: {htpasswd: {path: x}}", "AUTH: unknown key; did you mean auth?",
                "logs: 1", "logs: unknown key; did you mean log?",
                "openshift: {version: 1.0}", "openshift: unknown key",
                "http.secret: x", "http.secret: unknown key: keys are nested in each other, and not joined by dots",
                "http: {tsl: {certificate: x}}", "http.tsl: unknown key; did you mean http.tls?",
                "http: {tls: {clientca: x}}", "http.tls.clientca: unknown key; did you mean http.tls.clientcas?",
                "storage: {delete: {enable: false}}",
                        "storage.delete.enable: unknown key; did you mean storage.delete.enabled?",
                "storage: {maintenance: {readonly: {enabld: true}}}",
                        "storage.maintenance.readonly.enabld: unknown key; did you mean"
                                + " storage.maintenance.readonly.enabled?",
                "auth: {htpasswd: {path: x, relm: y}}",
                        "auth.htpasswd.relm: unknown key; did you mean auth.htpasswd.realm?");
        errors.forEach((yaml, error) ->
                assertThat(errors("version: 0.1\n" + yaml)).as(yaml).containsExactly(error));
    }

    @Test
    void whereClientsKeepTheirPasswordsIsNoKey() throws IOException, InvalidConfigurationException {
        assertThat(read("version: 0.1\n", Map.of("REGISTRY_AUTH_FILE", "/run/containers/auth.json"))
                        .warnings())
                .isEmpty();
    }

    @Test
    void aVariableThatChoosesHtpasswdKeepsWhatTheFileSaysOfIt() throws IOException, InvalidConfigurationException {
        Configuration configuration = read(
                        "version: 0.1\nauth: {token: {realm: x}, htpasswd: {path: /auth/htpasswd}}\n",
                        Map.of("REGISTRY_AUTH", "htpasswd"))
                .configuration();
        assertThat(configuration.get(AuthConfig.class).htpasswd().orElseThrow().path())
                .isEqualTo(Path.of("/auth/htpasswd"));
    }

    @Test
    void noneIsNoAccessControl() throws IOException, InvalidConfigurationException {
        for (String yaml : List.of("auth: none", "auth: NONE", "auth: {none: {}}", "auth:", "auth: {}")) {
            ConfigurationReader.Result result = read("version: 0.1\n" + yaml, Map.of());
            assertThat(result.configuration().get(AuthConfig.class).htpasswd())
                    .as(yaml)
                    .isEmpty();
            assertThat(result.warnings()).as(yaml).isEmpty();
        }
        assertThat(read("version: 0.1\nauth: {htpasswd: {path: x}}", Map.of("REGISTRY_AUTH", "none"))
                        .configuration()
                        .get(AuthConfig.class)
                        .htpasswd())
                .isEmpty();
    }

    @Test
    void aVariableCanChooseHtpasswdAndOthersSayWhereItIs() throws InvalidConfigurationException {
        Configuration configuration =
                fromEnvironment(Map.of("REGISTRY_AUTH", "htpasswd", "REGISTRY_AUTH_HTPASSWD_PATH", "/auth/htpasswd"));
        assertThat(configuration.get(AuthConfig.class).htpasswd().orElseThrow().path())
                .isEqualTo(Path.of("/auth/htpasswd"));
    }

    @Test
    void tokensWithoutCallersAreAnErrorAndNotAnOpenRegistry() throws IOException, InvalidConfigurationException {
        for (String issuer : List.of("{enabled: true}", "{service: registry}", "{life: 5m}")) {
            assertThat(errors("version: 0.1\nauth: {issuer: " + issuer + "}"))
                    .as(issuer)
                    .containsExactly("auth.issuer: needs users next to it, or rules in access: without them any"
                            + " client may do everything");
            assertThat(read(
                                    "version: 0.1\nauth: {issuer: " + issuer
                                            + "}\naccess: {rules: [{who: anonymous, may: pull}]}",
                                    Map.of())
                            .configuration()
                            .get(AuthConfig.class)
                            .isClosed())
                    .isFalse();
        }
        assertThat(errors("version: 0.1\nauth: {issuer: {service: registry}}\naccess: {}"))
                .singleElement()
                .asString()
                .startsWith("auth.issuer: needs");
    }

    @Test
    void kindWithoutAValueIsAnErrorAndNotAnOpenRegistry() {
        for (String auth : List.of("issuer", "{issuer: {}}", "{issuer: null}")) {
            assertThat(errors("version: 0.1\nauth: " + auth))
                    .as(auth)
                    .containsExactly("auth.issuer: needs users next to it, or rules in access: without them any client"
                            + " may do everything");
        }
        for (String auth : List.of("{oidc: null}", "{oidc: []}")) {
            assertThat(errors("version: 0.1\nauth: " + auth)).as(auth).containsExactly("auth.oidc: names no issuer");
        }
        for (String auth : List.of("oidc", "{oidc: {}}", "{Issuer: {}}", "{OIDC: {}}")) {
            assertThat(errors("version: 0.1\nauth: " + auth)).as(auth).isNotEmpty();
        }
        assertThat(errors("version: 0.1\nauth: token")).isNotEmpty();
    }

    @Test
    void anAccessControlThatIsNotThereIsAnErrorAndNotAnOpenRegistry() {
        assertThat(errors("version: 0.1\nauth: {htpaswd: {path: x}}"))
                .containsExactly("auth.htpaswd: is none of none, htpasswd, ldap, certificate, token, oidc, issuer");
        for (String ldap : new String[] {"ldap", "{ldap: {}}", "{ldap: null}"}) {
            assertThat(errors("version: 0.1\nauth: " + ldap))
                    .containsExactly(
                            "auth.ldap.url: is missing: a server such as ldaps://directory.example.org",
                            "auth.ldap.base: is missing: the distinguished name below which users are");
        }
        for (String certificate : new String[] {"certificate", "{certificate: {}}"}) {
            assertThat(errors("version: 0.1\nauth: " + certificate))
                    .contains("auth.certificate.user: is none of cn, email, dns, uri");
        }
        assertThat(errors("version: 0.1\nauth: ''")).containsExactly("auth: is not a mapping");
        assertThat(errors("version: 0.1\nauth: htpasswd")).containsExactly("auth.htpasswd.path: is missing");
        assertThat(errors("version: 0.1\nauth: {none: {}, htpasswd: {path: x}}"))
                .containsExactly(
                        "auth: names more than one access control: none, htpasswd; only ldap, certificate, oidc and issuer can stand next to one");
    }
}
