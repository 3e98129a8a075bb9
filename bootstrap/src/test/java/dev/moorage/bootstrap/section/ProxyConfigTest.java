package dev.moorage.bootstrap.section;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.moorage.bootstrap.config.ConfigurationReader;
import dev.moorage.bootstrap.config.Defaults;
import dev.moorage.bootstrap.config.InvalidConfigurationException;
import dev.moorage.bootstrap.section.UpstreamConfig.Login;
import dev.moorage.bootstrap.wiring.Features;
import dev.moorage.domain.cached.CacheLimits;
import dev.moorage.domain.cached.CacheLimits.OfUpstream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProxyConfigTest {
    private static ConfigurationReader.Result read(Map<String, String> variables) throws InvalidConfigurationException {
        return Features.configurationReader(Defaults.QUICK_START).read(Optional.empty(), variables);
    }

    private static ProxyConfig proxy(Map<String, String> variables) throws InvalidConfigurationException {
        return read(variables).configuration().get(ProxyConfig.class);
    }

    @Test
    void withoutOneThereIsNoUpstream() throws InvalidConfigurationException {
        assertThat(proxy(Map.of()).upstreams()).isEmpty();
        assertThat(proxy(Map.of()).isWhole()).isFalse();
    }

    @Test
    void theKeysOfDistributionMakeTheWholeRegistryACache() throws InvalidConfigurationException {
        ConfigurationReader.Result result = read(Map.of(
                "REGISTRY_PROXY",
                "{remoteurl: 'https://registry-1.docker.io', username: captain, password: x, ttl: 168h}"));
        ProxyConfig proxy = result.configuration().get(ProxyConfig.class);
        assertThat(proxy.isWhole()).isTrue();
        assertThat(proxy.upstreams().getFirst().login()).isEqualTo(new Login.Password("captain", "x"));
        assertThat(proxy.limits())
                .isEqualTo(new CacheLimits(
                        List.of(new OfUpstream("", Optional.of(Duration.ofDays(7)), true)), OptionalLong.empty()));
        assertThat(result.warnings()).anyMatch(warning -> warning.startsWith("proxy.ttl: needs collections"));
    }

    @Test
    void eachUpstreamHasItsLifeAndAllHaveASize() throws InvalidConfigurationException {
        ConfigurationReader.Result result = read(Map.of(
                "REGISTRY_PROXY",
                "{size: 200GiB, upstreams: {hub: {remoteurl: 'https://registry-1.docker.io'},"
                        + " lab: {remoteurl: 'https://lab.example', ttl: 720h},"
                        + " old: {remoteurl: 'https://old.example', ttl: 0, missing: hide},"
                        + " gap: {remoteurl: 'https://gap.example', offline: true}}}",
                "REGISTRY_STORAGE_GC_ENABLED",
                "true"));
        ProxyConfig proxy = result.configuration().get(ProxyConfig.class);
        assertThat(proxy.limits().size()).hasValue(200L << 30);
        assertThat(proxy.limits().upstreams())
                .containsExactlyInAnyOrder(
                        new OfUpstream("docker.io", Optional.empty(), true),
                        new OfUpstream("lab.example", Optional.of(Duration.ofDays(30)), true),
                        new OfUpstream("old.example", Optional.empty(), true),
                        new OfUpstream("gap.example", Optional.empty(), false));
        assertThat(result.warnings()).noneMatch(warning -> warning.startsWith("proxy"));
        assertThatThrownBy(() -> read(Map.of("REGISTRY_PROXY", "{remoteurl: 'https://a.example', ttl: -1h, size: 0}")))
                .isInstanceOfSatisfying(
                        InvalidConfigurationException.class,
                        e -> assertThat(e.errors())
                                .anyMatch(problem -> problem.startsWith("proxy.size"))
                                .anyMatch(problem -> problem.startsWith("proxy.ttl")));
    }

    @Test
    void aHelperIsRunOnceOrForATime() throws InvalidConfigurationException {
        assertThat(proxy(Map.of("REGISTRY_PROXY", "{remoteurl: 'https://a.example', exec: {command: helper}}"))
                        .upstreams()
                        .getFirst()
                        .login())
                .isEqualTo(new Login.Helper("helper", Optional.empty()));
        assertThat(proxy(Map.of(
                                "REGISTRY_PROXY",
                                "{remoteurl: 'https://a.example', exec: {command: helper, lifetime: 1h}}"))
                        .upstreams()
                        .getFirst()
                        .login())
                .isEqualTo(new Login.Helper("helper", Optional.of(Duration.ofHours(1))));
    }

    @Test
    void severalUpstreamsHavePrefixes() throws InvalidConfigurationException {
        ProxyConfig proxy = proxy(Map.of(
                "REGISTRY_PROXY",
                "{upstreams: {hub: {remoteurl: 'https://registry-1.docker.io', tagttl: 10s, missing: hide},"
                        + " quay: {remoteurl: 'https://quay.io'}}}",
                "REGISTRY_PROXY_UPSTREAMS_QUAY_PASSWORD",
                "x",
                "REGISTRY_PROXY_UPSTREAMS_QUAY_USERNAME",
                "captain"));
        assertThat(proxy.isWhole()).isFalse();
        assertThat(proxy.upstreams()).extracting(UpstreamConfig::prefix).containsExactly("docker.io", "quay.io");
        assertThat(proxy.upstreams().getFirst().tagLife()).isEqualTo(Duration.ofSeconds(10));
        assertThat(proxy.upstreams().getFirst().servesMissing()).isFalse();
        assertThat(proxy.upstreams().getLast().login()).isEqualTo(new Login.Password("captain", "x"));
    }

    @Test
    void upstreamsHaveTheNamesOfImages() throws InvalidConfigurationException {
        ProxyConfig proxy = proxy(Map.of(
                "REGISTRY_PROXY",
                "{upstreams: {hub: {remoteurl: 'https://registry-1.docker.io', hosts: [M.example]},"
                        + " lab: {remoteurl: 'http://lab.example:5000', prefix: lab, aliases: [Old.example:5000]}}}"));
        assertThat(proxy.upstreams().getFirst().names())
                .isEqualTo(new UpstreamNames(
                        Set.of("docker.io", "index.docker.io", "registry-1.docker.io", "registry-1.docker.io:443"),
                        Set.of("m.example")));
        assertThat(proxy.upstreams().getLast().names().aliases())
                .containsExactlyInAnyOrder("lab", "lab.example:5000", "old.example:5000");
    }

    @Test
    void aWholeRegistryHasNamesOnlyWithAliases() throws InvalidConfigurationException {
        assertThat(proxy(Map.of("REGISTRY_PROXY_REMOTEURL", "https://a.example"))
                        .upstreams()
                        .getFirst()
                        .names()
                        .aliases())
                .isEmpty();
        assertThat(proxy(Map.of("REGISTRY_PROXY", "{remoteurl: 'https://a.example', aliases: docker.io}"))
                        .upstreams()
                        .getFirst()
                        .names()
                        .aliases())
                .containsExactlyInAnyOrder("docker.io", "a.example", "a.example:443");
    }

    @Test
    void aStorageThatIsOnlyReadKeepsNothing() {
        assertThat(catchThrowableOfType(
                                InvalidConfigurationException.class,
                                () -> read(Map.of(
                                        "REGISTRY_PROXY_REMOTEURL",
                                        "https://a.example",
                                        "REGISTRY_STORAGE_MAINTENANCE_READONLY",
                                        "{enabled: true}")))
                        .errors())
                .anyMatch(error -> error.startsWith("proxy: contradicts storage.maintenance.readonly"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{remoteurl: 'registry-1.docker.io'} | proxy.remoteurl: is not a URL",
                "{remoteurl: 'https://a.example:70000'} | proxy.remoteurl: is not a URL",
                "{remoteurl: 'https://a.example/x'} | proxy.remoteurl: has a path",
                "{remoteurl: 'https://u:p@a.example'} | proxy.remoteurl: has credentials",
                "{remoteurl: 'https://a.example', missing: x} | proxy.missing: is neither",
                "{upstreams: {a: {prefix: a}}} | proxy.upstreams.a.remoteurl: is missing",
                "{upstreams: {a: {remoteurl: 'https://a.example:5000'}}} | proxy.upstreams.a.prefix: is missing",
                "{upstreams: {a: {remoteurl: 'https://a.example', prefix: 'A B'}}} | proxy.upstreams.a.prefix: is not a name",
                "{upstreams: {a: {remoteurl: 'https://a.example', aliases: ['a/b']}}} | proxy.upstreams.a.aliases: is not a name",
                "{upstreams: {a: {remoteurl: 'https://a.example', hosts: ['a:1']}}} | proxy.upstreams.a.hosts: is not a host",
                "{upstreams: {a: {remoteurl: 'https://a.example', hosts: [h]}, b: {remoteurl: 'https://b.example', hosts: [H]}}}"
                        + " | proxy.upstreams.b.hosts: has h, which names proxy.upstreams.a",
                "{upstreams: {a: {remoteurl: 'https://a.example'}, b: {remoteurl: 'https://b.example', aliases: A.example}}}"
                        + " | proxy.upstreams.b.aliases: has a.example, which names proxy.upstreams.a",
                "{upstreams: {a: {remoteurl: 'https://a.example', prefix: x/y}, b: {remoteurl: 'https://b.example', prefix: x}}}"
                        + " | proxy.upstreams.a.prefix: is x/y, which belongs to proxy.upstreams.b"
            })
    void whatIsWrongIsReportedWithItsKey(String yaml, String problem) {
        assertThat(catchThrowableOfType(InvalidConfigurationException.class, () -> read(Map.of("REGISTRY_PROXY", yaml)))
                        .errors())
                .anyMatch(error -> error.startsWith(problem));
    }
}
