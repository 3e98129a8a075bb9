package dev.moorage.bootstrap.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.moorage.http.jetty.Limits;
import dev.moorage.http.jetty.Patience;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigurationReaderTest {
    private static final String SECRET = "a-secret-that-is-long-enough-for-everyone";

    @TempDir
    private Path folder;

    private ConfigurationReader.Result read(String yaml, Map<String, String> environment)
            throws IOException, InvalidConfigurationException {
        Path file = Files.writeString(folder.resolve("config.yml"), yaml);
        return new ConfigurationReader().read(Optional.of(file), environment);
    }

    private List<String> errors(String yaml) {
        return errors(yaml, Map.of());
    }

    private List<String> errors(String yaml, Map<String, String> environment) {
        return catchThrowableOfType(InvalidConfigurationException.class, () -> read(yaml, environment))
                .errors();
    }

    private static Configuration fromEnvironment(Map<String, String> environment) throws InvalidConfigurationException {
        return new ConfigurationReader().read(Optional.empty(), environment).configuration();
    }

    @Test
    void withoutAFileItIsTheFilesystemUnderDataOnLoopback() throws InvalidConfigurationException {
        Configuration configuration = fromEnvironment(Map.of("PATH", "/bin", "REGISTRY_CONFIGURATION_PATH", "x"));
        assertThat(configuration.storage().type()).isEqualTo("filesystem");
        assertThat(configuration.storage().where()).isEqualTo("data");
        assertThat(configuration.listen().host()).contains("127.0.0.1");
        assertThat(configuration.listen().port()).isEqualTo(5000);
        assertThat(configuration.http().deleteEnabled()).isTrue();
    }

    @Test
    void aHeaderThatIsNoTextIsNamed() {
        assertThat(errors("version: 0.1\nhttp:\n  headers:\n    X: {a: b}\n    Y: [a, [b]]\n"))
                .containsExactly(
                        "http.headers.X: is neither a text nor a list of texts",
                        "http.headers.Y: is neither a text nor a list of texts");
    }

    @Test
    void readsWhatDebianShips() throws IOException, InvalidConfigurationException {
        ConfigurationReader.Result result = read("""
                version: 0.1
                log:
                  fields:
                    service: registry
                storage:
                  cache:
                    blobdescriptor: inmemory
                  filesystem:
                    rootdirectory: /var/lib/docker-registry
                  delete:
                    enabled: true
                http:
                  addr: :5000
                  headers:
                    X-Content-Type-Options: [nosniff]
                auth:
                  htpasswd:
                    realm: basic-realm
                    path: /etc/docker/registry
                health:
                  storagedriver:
                    enabled: true
                    interval: 10s
                    threshold: 3
                """, Map.of());
        Configuration configuration = result.configuration();
        assertThat(configuration.storage().where()).isEqualTo("/var/lib/docker-registry");
        assertThat(configuration.listen().host()).isEmpty();
        assertThat(configuration.http().headers()).isEqualTo(Map.of("X-Content-Type-Options", List.of("nosniff")));
        assertThat(configuration.auth().htpasswd().orElseThrow().realm()).isEqualTo("basic-realm");
        assertThat(result.warnings()).anyMatch(warning -> warning.startsWith("health: is ignored"));
    }

    @Test
    void variablesOverrideTheFileAndAddToIt() throws IOException, InvalidConfigurationException {
        Configuration configuration = read(
                        """
                version: 0.1
                storage:
                  filesystem:
                    rootdirectory: /from/the/file
                http:
                  addr: :5000
                  stalltimeout: 5m
                """,
                        Map.of(
                                "REGISTRY_STORAGE_FILESYSTEM_ROOTDIRECTORY", "/from/the/environment",
                                "REGISTRY_STORAGE_MAINTENANCE_READONLY", "{enabled: true}",
                                "REGISTRY_STORAGE_DELETE_ENABLED", "false",
                                "REGISTRY_HTTP_ADDR", "127.0.0.1:0",
                                "REGISTRY_HTTP_SECRET", SECRET,
                                "REGISTRY_HTTP_SECRETS_0", SECRET + "-newer",
                                "REGISTRY_HTTP_DRAINTIMEOUT", "1m30s",
                                "REGISTRY_HTTP_HEADTIMEOUT", "3s",
                                "REGISTRY_HTTP_IDLETIMEOUT", "2m",
                                "REGISTRY_LOG_LEVEL", "debug"))
                .configuration();
        assertThat(configuration.storage().where()).isEqualTo("/from/the/environment");
        assertThat(configuration.http().readOnly()).isTrue();
        assertThat(configuration.http().deleteEnabled()).isFalse();
        assertThat(configuration.listen().port()).isZero();
        assertThat(configuration.listen().patience())
                .isEqualTo(new Patience(
                        Duration.ofSeconds(3), Duration.ofMinutes(2), Duration.ofMinutes(5), Duration.ofSeconds(90)));
        assertThat(configuration.secrets())
                .containsExactly(
                        (SECRET + "-newer").getBytes(StandardCharsets.UTF_8), SECRET.getBytes(StandardCharsets.UTF_8));
        assertThat(configuration.log().level()).isEqualTo("debug");
    }

    @Test
    void limitsAreReadAndOneAddressHasHalfOfThemByDefault() throws IOException, InvalidConfigurationException {
        String yaml = """
                version: 0.1
                http:
                  maxconnections: 2000
                  maxrequests: 1001
                  http2: {maxconcurrentstreams: 32}
                """;
        assertThat(read(yaml, Map.of()).configuration().listen().limits())
                .isEqualTo(new Limits(2000, 1001, 32, 1000, 500));
        assertThat(read(
                                yaml,
                                Map.of(
                                        "REGISTRY_LIMITS_ADDRESS_CONNECTIONS", "2000",
                                        "REGISTRY_LIMITS_ADDRESS_REQUESTS", "50"))
                        .configuration()
                        .listen()
                        .limits())
                .isEqualTo(new Limits(2000, 1001, 32, 2000, 50));
        assertThat(read("version: 0.1\n", Map.of()).configuration().listen().limits())
                .isEqualTo(Limits.defaults());
        assertThat(errors("version: 0.1\nhttp: {maxrequests: 0}\nlimits: {address: {connections: many}}\n"))
                .containsExactlyInAnyOrder(
                        "http.maxrequests: is not a number of at least 1",
                        "limits.address.connections: is not a number of at least 1");
    }

    @Test
    void theLeastRatesOfEarlierVersionsAreIgnoredWithAWarning() throws IOException, InvalidConfigurationException {
        assertThat(read(
                                "version: 0.1\nhttp: {uploads: {minrate: 512, ratewindow: 20s}, downloads: {minrate: 1}}\n",
                                Map.of())
                        .warnings())
                .hasSize(3)
                .allSatisfy(warning -> assertThat(warning)
                        .startsWith("http.")
                        .endsWith("is ignored: no request is ended for being slow; see http.stalltimeout"));
    }

    @Test
    void aVariableChoosesTheStorageInsteadOfTheFilesOne() throws IOException, InvalidConfigurationException {
        Configuration configuration = read(
                        """
                version: 0.1
                storage:
                  filesystem: {rootdirectory: /x}
                  delete: {enabled: false}
                """, Map.of("REGISTRY_STORAGE", "s3", "REGISTRY_STORAGE_S3_BUCKET", "images"))
                .configuration();
        assertThat(configuration.storage().type()).isEqualTo("s3");
        assertThat(configuration.storage().where()).isEqualTo("images");
        assertThat(configuration.http().deleteEnabled()).isFalse();
    }

    @Test
    void allProblemsAreToldAtOnceEachWithItsKey() {
        assertThat(errors("""
                version: 0.2
                log: {level: loud}
                storage:
                  filesystem: {}
                  s3: {}
                  delete: {enabled: perhaps}
                http:
                  addr: nowhere
                  prefix: v2
                  host: example.org
                  secrets: ['']
                  draintimeout: soon
                catalog: {maxentries: -1}
                validation: {manifests: {indexes: {platforms: some}}}
                proxy: {remoteurl: https://example.org}
                http.typo: 1
                """))
                .extracting(error -> error.substring(0, error.indexOf(':')))
                .containsExactlyInAnyOrder(
                        "version",
                        "log.level",
                        "storage",
                        "storage.delete.enabled",
                        "http.addr",
                        "http.prefix",
                        "http.host",
                        "http.secrets",
                        "http.draintimeout",
                        "catalog.maxentries",
                        "validation.manifests.indexes.platforms",
                        "proxy.remoteurl");
    }

    @Test
    void whatIsNotThereIsAnErrorThatNamesTheKey() {
        for (String yaml : List.of(
                "auth: {token: {realm: x}}",
                "http: {tls: {certificate: x}}",
                "auth: {token: {}}",
                "auth: token",
                "middleware: {storage: [{name: x}]}",
                "proxy: {remoteurl: https://example.org, username: x}",
                "http: {tls: {letsencrypt: {email: x}}}",
                "notifications: {endpoints: [{name: x}]}",
                "http: {net: unix}")) {
            assertThat(errors("version: 0.1\n" + yaml)).as(yaml).hasSize(1);
        }
    }

    @Test
    void anUnknownKeyIsAWarningWithTheNearestKnownOne() throws IOException, InvalidConfigurationException {
        List<String> warnings = read("version: 0.1\nhttp: {adr: x}\nlogs: {level: info}\n", Map.of())
                .warnings();
        assertThat(warnings)
                .containsExactly(
                        "http.adr: is ignored: unknown key; did you mean http.addr?",
                        "logs: is ignored: unknown key; did you mean log?");
    }

    @Test
    void whatKubernetesSetsForAServiceNamedRegistryIsIgnoredWithOneWarning()
            throws IOException, InvalidConfigurationException {
        Map<String, String> variables = Map.of(
                "REGISTRY_PORT", "tcp://10.0.0.1:5000",
                "REGISTRY_PORT_5000_TCP", "tcp://10.0.0.1:5000",
                "REGISTRY_PORT_5000_TCP_ADDR", "10.0.0.1",
                "REGISTRY_PORT_5000_TCP_PORT", "5000",
                "REGISTRY_PORT_5000_TCP_PROTO", "tcp",
                "REGISTRY_SERVICE_HOST", "10.0.0.1",
                "REGISTRY_SERVICE_PORT", "5000",
                "REGISTRY_SERVICE_PORT_HTTP", "5000",
                "REGISTRY_LOG_LEVEL", "debug");
        ConfigurationReader.Result result = read("version: 0.1\n", variables);
        assertThat(result.warnings())
                .singleElement()
                .asString()
                .startsWith("REGISTRY_PORT, REGISTRY_PORT_5000_TCP, REGISTRY_PORT_5000_TCP_ADDR, ")
                .contains("REGISTRY_SERVICE_HOST, REGISTRY_SERVICE_PORT, REGISTRY_SERVICE_PORT_HTTP: ")
                .doesNotContain("REGISTRY_LOG_LEVEL", "10.0.0.1");
        assertThat(result.configuration().log().level()).isEqualTo("debug");
    }

    @Test
    void whatAStrangersVariableHoldsNeedNotBeYaml() throws IOException, InvalidConfigurationException {
        assertThat(read("version: 0.1\n", Map.of("REGISTRY_MIRRORS", "[", "REGISTRY__X", "1"))
                        .warnings())
                .singleElement()
                .asString()
                .startsWith("REGISTRY_MIRRORS, REGISTRY__X: ");
    }

    @Test
    void aKeyThatAsksForNothingIsNoError() throws IOException, InvalidConfigurationException {
        for (String yaml : List.of(
                "notifications: {endpoints: []}",
                "proxy:",
                "proxy: {remoteurl: ''}",
                "middleware: {registry: [], storage:}",
                "http: {tls: {letsencrypt: {email: '', hosts: []}}}")) {
            assertThat(read("version: 0.1\n" + yaml, Map.of()).warnings())
                    .as(yaml)
                    .isEmpty();
        }
        assertThat(read("version: 0.1\n", Map.of("REGISTRY_PROXY_REMOTEURL", ""))
                        .warnings())
                .isEmpty();
        assertThat(read("version: 0.1\nproxy: {remoteurl: '', username: x}", Map.of())
                        .warnings())
                .containsExactly("proxy.username: is ignored: there is no pull-through cache");
    }

    @Test
    void theLevelOfTheLogIsReadInAnyCase() throws IOException, InvalidConfigurationException {
        assertThat(read("version: 0.1\nlog: {level: INFO}\n", Map.of())
                        .configuration()
                        .log()
                        .level())
                .isEqualTo("info");
        assertThat(fromEnvironment(Map.of("REGISTRY_LOG_LEVEL", "Debug")).log().level())
                .isEqualTo("debug");
    }

    @Test
    void noneIsNoAccessControl() throws IOException, InvalidConfigurationException {
        for (String yaml : List.of("auth: none", "auth: NONE", "auth: {none: {}}", "auth:", "auth: {}")) {
            ConfigurationReader.Result result = read("version: 0.1\n" + yaml, Map.of());
            assertThat(result.configuration().auth().htpasswd()).as(yaml).isEmpty();
            assertThat(result.warnings()).as(yaml).isEmpty();
        }
        assertThat(read("version: 0.1\nauth: {htpasswd: {path: x}}", Map.of("REGISTRY_AUTH", "none"))
                        .configuration()
                        .auth()
                        .htpasswd())
                .isEmpty();
    }

    @Test
    void aVariableCanChooseHtpasswdAndOthersSayWhereItIs() throws InvalidConfigurationException {
        Configuration configuration =
                fromEnvironment(Map.of("REGISTRY_AUTH", "htpasswd", "REGISTRY_AUTH_HTPASSWD_PATH", "/auth/htpasswd"));
        assertThat(configuration.auth().htpasswd().orElseThrow().path()).isEqualTo(Path.of("/auth/htpasswd"));
    }

    @Test
    void anAccessControlThatIsNotThereIsAnErrorAndNotAnOpenRegistry() {
        assertThat(errors("version: 0.1\nauth: {htpaswd: {path: x}}"))
                .containsExactly("auth.htpaswd: is neither htpasswd nor none");
        assertThat(errors("version: 0.1\nauth: ldap")).containsExactly("auth.ldap: is neither htpasswd nor none");
        assertThat(errors("version: 0.1\nauth: ''")).containsExactly("auth: is not a mapping");
        assertThat(errors("version: 0.1\nauth: htpasswd")).containsExactly("auth.htpasswd.path: is missing");
        assertThat(errors("version: 0.1\nauth: {none: {}, htpasswd: {path: x}}"))
                .containsExactly("auth: names more than one access control: none, htpasswd");
    }

    @Test
    void aSecretOfAnyLengthIsTakenAndAShortOneIsAWarning() throws IOException, InvalidConfigurationException {
        ConfigurationReader.Result result =
                read("version: 0.1\nhttp: {secret: sixteen-letters-, secrets: [x, " + SECRET + "]}\n", Map.of());
        assertThat(result.configuration().secrets())
                .extracting(secret -> new String(secret, StandardCharsets.UTF_8))
                .containsExactly("x", SECRET, "sixteen-letters-");
        assertThat(result.warnings())
                .extracting(warning -> warning.substring(0, warning.indexOf(':')))
                .containsExactly("http.secrets", "http.secret");
        assertThat(result.warnings())
                .allSatisfy(warning -> assertThat(warning)
                        .contains("less than 32 bytes", "forge")
                        .doesNotContain("sixteen-letters-"));
        assertThat(read("version: 0.1\nhttp: {secret: " + SECRET + "}\n", Map.of())
                        .warnings())
                .isEmpty();
    }

    @Test
    void aCipherSuiteThatNobodyKnowsIsAnError() {
        assertThat(errors("version: 0.1\nhttp: {tls: {ciphersuites: [TLS_AES_128_GCM_SHA256,"
                        + " TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA257, ECDHE-RSA-AES128-GCM-SHA256]}}\n"))
                .containsExactly(
                        "http.tls.ciphersuites: TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA257 is no cipher suite; did you mean"
                                + " TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256?",
                        "http.tls.ciphersuites: ECDHE-RSA-AES128-GCM-SHA256 is no cipher suite");
    }

    @Test
    void cipherSuitesThatJavaHasSwitchedOffAreLeftOutWithAWarning() throws IOException, InvalidConfigurationException {
        ConfigurationReader.Result result = read("""
                version: 0.1
                http:
                  tls:
                    certificate: crt
                    key: key
                    ciphersuites:
                      - TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384
                      - TLS_RSA_WITH_AES_128_GCM_SHA256
                      - TLS_RSA_WITH_3DES_EDE_CBC_SHA
                """, Map.of());
        assertThat(result.warnings())
                .singleElement()
                .asString()
                .startsWith("http.tls.ciphersuites: ")
                .contains("TLS_RSA_WITH_AES_128_GCM_SHA256, TLS_RSA_WITH_3DES_EDE_CBC_SHA");
        assertThat(result.configuration().tls().orElseThrow().cipherSuites())
                .containsExactlyInAnyOrder(
                        "TLS_AES_128_GCM_SHA256",
                        "TLS_AES_256_GCM_SHA384",
                        "TLS_CHACHA20_POLY1305_SHA256",
                        "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384");
    }

    @Test
    void aFileThatIsNoneIsAnError() {
        assertThat(errors("- a\n- b\n")).hasSize(1);
        assertThat(errors("a: [")).hasSize(1);
        assertThat(errors("")).hasSize(1);
    }
}
