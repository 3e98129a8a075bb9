package dev.moorage.bootstrap.section;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moorage.bootstrap.config.ConfigurationReading;
import dev.moorage.bootstrap.config.InvalidConfigurationException;
import dev.moorage.bootstrap.section.HealthConfig.Pace;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The section {@code health}. */
class HealthConfigTest extends ConfigurationReading {
    private static final Pace USUAL = new Pace(Duration.ofSeconds(10), 1);

    private HealthConfig health(String yaml) throws IOException, InvalidConfigurationException {
        return read("version: 0.1\n" + yaml, Map.of()).configuration().get(HealthConfig.class);
    }

    @Test
    void theStorageIsCheckedWithoutAnyKey() throws IOException, InvalidConfigurationException {
        HealthConfig health = health("");
        assertThat(health.storage()).contains(USUAL);
        assertThat(health.files()).isEmpty();
        assertThat(health.uris()).isEmpty();
        assertThat(health.addresses()).isEmpty();
        assertThat(health.refuse()).isFalse();
        assertThat(health("health: {storagedriver: {enabled: false}}\n").storage())
                .isEmpty();
    }

    @Test
    void everyKeyIsReadAndZeroIsTheDefaultAsInDistribution() throws IOException, InvalidConfigurationException {
        HealthConfig health = health("""
                health:
                  storagedriver: {enabled: true, interval: 0s, threshold: 3}
                  file: [{file: /run/out, interval: 5s}]
                  http:
                    - {uri: 'https://a.example.org/x', headers: {A: [b, c]}, statuscode: 204, timeout: 1s, interval: 2s, threshold: 4}
                    - {uri: 'http://b.example.org', statuscode: 0, timeout: 0s}
                  tcp: [{addr: '[::1]:5432', timeout: 1s, interval: 2s, threshold: 4}]
                  refuse: true
                """);
        assertThat(health.storage()).contains(new Pace(Duration.ofSeconds(10), 3));
        assertThat(health.files())
                .containsExactly(new HealthConfig.FileTarget(Path.of("/run/out"), new Pace(Duration.ofSeconds(5), 1)));
        Pace often = new Pace(Duration.ofSeconds(2), 4);
        assertThat(health.uris())
                .containsExactly(
                        new HealthConfig.UriTarget(
                                URI.create("https://a.example.org/x"),
                                Map.of("A", List.of("b", "c")),
                                204,
                                Duration.ofSeconds(1),
                                often),
                        new HealthConfig.UriTarget(
                                URI.create("http://b.example.org"), Map.of(), 200, Duration.ofSeconds(5), USUAL));
        assertThat(health.addresses())
                .containsExactly(new HealthConfig.TcpTarget("::1", 5432, Duration.ofSeconds(1), often));
        assertThat(health.refuse()).isTrue();
    }

    @Test
    void whatCannotBeCheckedIsAnErrorWithItsPath() {
        assertThat(
                        errors(
                                "version: 0.1\nhealth: {file: [{}], http: [{uri: 'ftp://a'}], tcp: [{addr: a}, {addr: ':1'}]}\n"))
                .containsExactly(
                        "health.file[0].file: is missing: the path of the file",
                        "health.http[0].uri: is no URL that begins with http:// or https://",
                        "health.tcp[0].addr: is not <host>:<port>",
                        "health.tcp[1].addr: is not <host>:<port>");
    }

    @Test
    void variablesSetEntriesByTheirIndex() throws IOException, InvalidConfigurationException {
        assertThat(fromEnvironment(Map.of("REGISTRY_HEALTH_TCP_0_ADDR", "db:5432"))
                        .get(HealthConfig.class)
                        .addresses())
                .extracting(HealthConfig.TcpTarget::host)
                .containsExactly("db");
    }
}
