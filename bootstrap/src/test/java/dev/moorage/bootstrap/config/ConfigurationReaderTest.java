package dev.moorage.bootstrap.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moorage.bootstrap.section.AuthConfig;
import dev.moorage.bootstrap.section.HttpConfig;
import dev.moorage.bootstrap.section.ListenConfig;
import dev.moorage.bootstrap.section.StorageConfig;
import dev.moorage.bootstrap.section.UploadsConfig;
import dev.moorage.bootstrap.section.WritesConfig;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What holds for a configuration as a whole. */
class ConfigurationReaderTest extends ConfigurationReading {
    @Test
    void withoutAFileItIsTheFilesystemUnderDataOnLoopback() throws InvalidConfigurationException {
        Configuration configuration = fromEnvironment(Map.of("PATH", "/bin", "REGISTRY_CONFIGURATION_PATH", "x"));
        assertThat(configuration.get(StorageConfig.class).type()).isEqualTo("filesystem");
        assertThat(configuration.get(StorageConfig.class).where()).isEqualTo("data");
        assertThat(configuration.get(ListenConfig.class).settings().host()).contains("127.0.0.1");
        assertThat(configuration.get(ListenConfig.class).settings().port()).isEqualTo(5000);
        assertThat(configuration.get(WritesConfig.class).deleteEnabled()).isTrue();
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
        assertThat(configuration.get(StorageConfig.class).where()).isEqualTo("/var/lib/docker-registry");
        assertThat(configuration.get(ListenConfig.class).settings().host()).isEmpty();
        assertThat(configuration.get(HttpConfig.class).headers())
                .isEqualTo(Map.of("X-Content-Type-Options", List.of("nosniff")));
        assertThat(configuration.get(AuthConfig.class).htpasswd().orElseThrow().realm())
                .isEqualTo("basic-realm");
        assertThat(result.warnings())
                .anyMatch(warning -> warning.startsWith("storage.cache.blobdescriptor: is ignored"));
    }

    @Test
    void allProblemsAreReportedAtOnceEachWithItsKey() {
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
                proxy: {remoteurl: example.org}
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
                "auth: {silly: {realm: x, service: x}}",
                "http: {tls: {certificate: x}}",
                "auth: {token: {realm: x, service: x, issuer: x}}",
                "auth: silly",
                "middleware: {storage: [{name: x}]}",
                "proxy: {remoteurl: example.org, username: x}",
                "http: {tls: {letsencrypt: {email: x}}}",
                "notifications: {endpoints: [{name: x}]}",
                "notifications: {endpoints: [{url: 'http://x'}]}",
                "notifications: {endpoints: [{name: x, url: 'ftp://x'}]}",
                "notifications: {endpoints: [{name: x, url: 'http://x', headers: {Host: y}}]}",
                "notifications: {endpoints: [{name: x, url: 'http://x', repositories: ['a//b']}]}",
                "notifications: {endpoints: [{name: x, url: 'http://x'}, {name: x, url: 'http://y'}]}",
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
    void aKeyThatBeginsWithXIsAPlaceForAnchors() throws IOException, InvalidConfigurationException {
        ConfigurationReader.Result result = read(
                "version: 0.1\nx-secret: &s " + SECRET + "\nx-on: &on {enabled: true}\nhttp: {secret: *s}\n"
                        + "storage: {delete: *on, maintenance: {readonly: {<<: *on}}}\n",
                Map.of());
        assertThat(result.configuration().get(UploadsConfig.class).secrets())
                .containsExactly(SECRET.getBytes(StandardCharsets.UTF_8));
        assertThat(result.configuration().get(WritesConfig.class).deleteEnabled())
                .isTrue();
        assertThat(result.configuration().get(WritesConfig.class).readOnly()).isTrue();
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
                .containsExactly("proxy.username: is ignored: proxy.remoteurl is not set");
    }

    @Test
    void aFileThatIsNoneIsAnError() {
        assertThat(errors("- a\n- b\n")).hasSize(1);
        assertThat(errors("a: [")).hasSize(1);
        assertThat(errors("")).hasSize(1);
    }
}
