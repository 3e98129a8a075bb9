package dev.moorage.bootstrap.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.moorage.application.service.manifest.ManifestPolicy;
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
import java.util.Set;
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
    void openUploadsOfAClientAreLimited() throws IOException, InvalidConfigurationException {
        assertThat(read("version: 0.1\n", Map.of()).configuration().http().maxOpenUploads())
                .isEqualTo(2000);
        assertThat(read("version: 0.1\nlimits: {uploads: {open: 7}}\n", Map.of())
                        .configuration()
                        .http()
                        .maxOpenUploads())
                .isEqualTo(7);
        assertThat(fromEnvironment(Map.of("REGISTRY_LIMITS_UPLOADS_OPEN", "0"))
                        .http()
                        .maxOpenUploads())
                .isZero();
        assertThat(errors("version: 0.1\nlimits: {uploads: {open: -1}}\n"))
                .containsExactly("limits.uploads.open: is not a number of at least 0");
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
                .hasSize(2)
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
    void manifestsHaveBounds() throws IOException, InvalidConfigurationException {
        Configuration defaults = read("version: 0.1", Map.of()).configuration();
        assertThat(defaults.manifests().maxReferences()).isEqualTo(10_000);
        assertThat(defaults.manifestMemory())
                .isEqualTo(new Configuration.ManifestMemory(
                        Math.min(Integer.MAX_VALUE, Runtime.getRuntime().maxMemory() / 8), Duration.ofSeconds(10)));
        Configuration configured = read("""
                version: 0.1
                http: {manifests: {memory: 8388608, wait: 1m}}
                validation: {manifests: {maxreferences: 12, indexes: {platforms: none}}}
                """, Map.of()).configuration();
        assertThat(configured.manifests()).isEqualTo(new ManifestPolicy(Optional.of(Set.of()), 12));
        assertThat(configured.manifestMemory())
                .isEqualTo(new Configuration.ManifestMemory(8 << 20, Duration.ofMinutes(1)));
    }

    @Test
    void variablesOfAnotherDriverThanTheChosenOneAreIgnoredWithAWarning()
            throws IOException, InvalidConfigurationException {
        ConfigurationReader.Result result = read(
                "version: 0.1\n",
                Map.of(
                        "REGISTRY_STORAGE", "s3",
                        "REGISTRY_STORAGE_S3_BUCKET", "images",
                        "REGISTRY_STORAGE_DELETE_ENABLED", "true",
                        "REGISTRY_STORAGE_FILESYSTEM_ROOTDIRECTORY", "/var/lib/registry"));
        assertThat(result.configuration().storage().type()).isEqualTo("s3");
        assertThat(result.configuration().http().deleteEnabled()).isTrue();
        assertThat(result.warnings())
                .containsExactly(
                        "REGISTRY_STORAGE_FILESYSTEM_ROOTDIRECTORY: is ignored: REGISTRY_STORAGE chooses another"
                                + " storage driver");
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
                  host: ht tp://example.org
                  secrets: ['']
                  draintimeout: soon
                  manifests: {memory: 1, wait: long}
                catalog: {maxentries: -1}
                validation: {manifests: {maxreferences: 0, indexes: {platforms: some}}}
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
                        "http.manifests.memory",
                        "http.manifests.wait",
                        "catalog.maxentries",
                        "validation.manifests.maxreferences",
                        "validation.manifests.indexes.platforms",
                        "http.typo",
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
        assertThat(read("version: 0.1\nhttp: {ADR: x}\n", Map.of()).warnings())
                .containsExactly("http.ADR: is ignored: unknown key; did you mean http.addr?");
    }

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
    void aKeyThatBeginsWithXIsAPlaceForAnchors() throws IOException, InvalidConfigurationException {
        ConfigurationReader.Result result = read(
                "version: 0.1\nx-secret: &s " + SECRET + "\nx-on: &on {enabled: true}\nhttp: {secret: *s}\n"
                        + "storage: {delete: *on, maintenance: {readonly: {<<: *on}}}\n",
                Map.of());
        assertThat(result.configuration().secrets()).containsExactly(SECRET.getBytes(StandardCharsets.UTF_8));
        assertThat(result.configuration().http().deleteEnabled()).isTrue();
        assertThat(result.configuration().http().readOnly()).isTrue();
        assertThat(result.warnings()).isEmpty();
    }

    @Test
    void aSectionThatStandsTwiceIsAnErrorWithItsPlace() {
        assertThat(errors("version: 0.1\nhttp: {addr: ':1'}\nhttp: {secret: x}\n"))
                .singleElement()
                .asString()
                .endsWith("config.yml: is not YAML that can be used: line 3, column 1: the key http stands twice");
    }

    @Test
    void aVariableWhoseFirstWordIsAlmostASectionIsAnError() {
        assertThat(errors("version: 0.1\n", Map.of("REGISTRY_AUHT_HTPASSWD_PATH", "x")))
                .containsExactly(
                        "REGISTRY_AUHT_HTPASSWD_PATH: names no section of the configuration; did you mean auth?");
    }

    @Test
    void aVariableThatHoldsOnlyACommentOfYamlIsAnError() {
        assertThat(errors("version: 0.1\n", Map.of("REGISTRY_HTTP_SECRET", "#tag", "REGISTRY_HTTP_HOST", "*x")))
                .extracting(error -> error.substring(0, error.indexOf(':')))
                .containsExactly("REGISTRY_HTTP_HOST", "REGISTRY_HTTP_SECRET");
    }

    @Test
    void whereClientsKeepTheirPasswordsIsNoKey() throws IOException, InvalidConfigurationException {
        assertThat(read("version: 0.1\n", Map.of("REGISTRY_AUTH_FILE", "/run/containers/auth.json"))
                        .warnings())
                .isEmpty();
    }

    @Test
    void whatKubernetesSetsForAServiceNamedRegistryHttpIsNoKeyOfHttp()
            throws IOException, InvalidConfigurationException {
        assertThat(read(
                                "version: 0.1\n",
                                Map.of(
                                        "REGISTRY_HTTP_PORT", "tcp://10.0.0.1:80",
                                        "REGISTRY_HTTP_PORT_80_TCP", "tcp://10.0.0.1:80",
                                        "REGISTRY_HTTP_SERVICE_HOST", "10.0.0.1",
                                        "REGISTRY_HTTP_SERVICE_PORT_HTTP", "80"))
                        .warnings())
                .singleElement()
                .asString()
                .startsWith("REGISTRY_HTTP_PORT, REGISTRY_HTTP_PORT_80_TCP, REGISTRY_HTTP_SERVICE_HOST, ");
    }

    @Test
    void theNameOfAHeaderThatAVariableSetsKeepsItsCase() throws IOException, InvalidConfigurationException {
        assertThat(read(
                                "version: 0.1\nhttp: {headers: {X-Content-Type-Options: [nosniff]}}\n",
                                Map.of(
                                        "REGISTRY_HTTP_HEADERS_Access-Control-Allow-Origin", "['*']",
                                        "REGISTRY_HTTP_HEADERS_X-CONTENT-TYPE-OPTIONS", "[none]"))
                        .configuration()
                        .http()
                        .headers())
                .isEqualTo(
                        Map.of("X-Content-Type-Options", List.of("none"), "Access-Control-Allow-Origin", List.of("*")));
    }

    @Test
    void deletingIsAllowedByDefaultOnlyWithoutAFile() throws IOException, InvalidConfigurationException {
        ConfigurationReader reader = new ConfigurationReader();
        ConfigurationReader.Result quick = reader.read(Optional.empty(), Map.of("REGISTRY_LOG_LEVEL", "info"));
        assertThat(quick.configuration().http().deleteEnabled()).isTrue();
        assertThat(quick.deletesByDefault()).isTrue();
        ConfigurationReader.Result said =
                reader.read(Optional.empty(), Map.of("REGISTRY_STORAGE_DELETE_ENABLED", "true"));
        assertThat(said.configuration().http().deleteEnabled()).isTrue();
        assertThat(said.deletesByDefault()).isFalse();
        ConfigurationReader.Result file = read("version: 0.1\n", Map.of());
        assertThat(file.configuration().http().deleteEnabled()).isFalse();
        assertThat(file.deletesByDefault()).isFalse();
    }

    @Test
    void defaultsAreWeakerThanTheFileAndThanVariables() throws IOException, InvalidConfigurationException {
        ConfigurationReader reader = new ConfigurationReader(new Defaults(":5000", "/var/lib/registry", true));
        Path file = Files.writeString(folder.resolve("config.yml"), "version: 0.1\nhttp: {addr: 'localhost:1'}\n");
        Configuration ofFile = reader.read(Optional.of(file), Map.of()).configuration();
        assertThat(ofFile.listen().port()).isEqualTo(1);
        assertThat(ofFile.storage().where()).isEqualTo("/var/lib/registry");
        Configuration ofVariables = reader.read(
                        Optional.empty(),
                        Map.of(
                                "REGISTRY_STORAGE",
                                "s3",
                                "REGISTRY_STORAGE_S3_BUCKET",
                                "images",
                                "REGISTRY_HTTP_ADDR",
                                ":2"))
                .configuration();
        assertThat(ofVariables.listen().port()).isEqualTo(2);
        assertThat(ofVariables.storage().type()).isEqualTo("s3");
        assertThat(ofVariables.storage().where()).isEqualTo("images");
    }

    @Test
    void aVariableThatChoosesHtpasswdKeepsWhatTheFileSaysOfIt() throws IOException, InvalidConfigurationException {
        Configuration configuration = read(
                        "version: 0.1\nauth: {token: {realm: x}, htpasswd: {path: /auth/htpasswd}}\n",
                        Map.of("REGISTRY_AUTH", "htpasswd"))
                .configuration();
        assertThat(configuration.auth().htpasswd().orElseThrow().path()).isEqualTo(Path.of("/auth/htpasswd"));
    }

    @Test
    void aHostWithoutASchemeIsIgnoredWithAWarning() throws IOException, InvalidConfigurationException {
        for (String host : List.of("registry.example.org", "registry.example.org:5000", "127.0.0.1")) {
            ConfigurationReader.Result result = read("version: 0.1\nhttp: {host: '" + host + "'}\n", Map.of());
            assertThat(result.configuration().http().externalUrl()).as(host).isEmpty();
            assertThat(result.warnings()).as(host).singleElement().asString().startsWith("http.host: is ignored");
        }
    }

    @Test
    void theOldKeyOfTheLogsLevelIsReadWhereTheNewOneIsNotSet() throws IOException, InvalidConfigurationException {
        ConfigurationReader.Result result = read("version: 0.1\nloglevel: debug\n", Map.of());
        assertThat(result.configuration().log().level()).isEqualTo("debug");
        assertThat(result.warnings()).singleElement().asString().startsWith("loglevel: is deprecated");
        assertThat(read("version: 0.1\nloglevel: debug\nlog: {level: error}\n", Map.of())
                        .configuration()
                        .log()
                        .level())
                .isEqualTo("error");
        assertThat(errors("version: 0.1\nloglevel: loud\n"))
                .containsExactly("loglevel: is none of error, warn, info, debug");
    }

    @Test
    void entriesThatAreDisabledAskForNothing() throws IOException, InvalidConfigurationException {
        assertThat(read("""
                version: 0.1
                log: {hooks: [{disabled: true, type: mail, levels: [panic], options: {from: x}}]}
                notifications: {endpoints: [{disabled: true, name: x, url: 'https://example.org'}]}
                middleware: {storage: [{disabled: true, name: redirect}]}
                http: {debug: {prometheus: {enabled: false, path: /metrics}}, h2c: {enabled: false}}
                """, Map.of()).warnings()).isEmpty();
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
