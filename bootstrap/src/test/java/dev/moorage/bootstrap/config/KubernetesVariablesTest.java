package dev.moorage.bootstrap.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moorage.bootstrap.section.LogConfig;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Variables that Kubernetes sets for services whose names begin as ours do. */
class KubernetesVariablesTest extends ConfigurationReading {
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
        assertThat(result.configuration().get(LogConfig.class).level()).isEqualTo("debug");
    }
}
