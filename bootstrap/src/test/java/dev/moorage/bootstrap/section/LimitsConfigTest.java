package dev.moorage.bootstrap.section;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moorage.bootstrap.config.ConfigurationReading;
import dev.moorage.bootstrap.config.InvalidConfigurationException;
import dev.moorage.http.jetty.limit.Limits;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The section {@code limits}. */
class LimitsConfigTest extends ConfigurationReading {
    @Test
    void openUploadsOfAClientAreLimited() throws IOException, InvalidConfigurationException {
        assertThat(read("version: 0.1\n", Map.of())
                        .configuration()
                        .get(UploadsConfig.class)
                        .maxOpen())
                .isEqualTo(2000);
        assertThat(read("version: 0.1\nlimits: {uploads: {open: 7}}\n", Map.of())
                        .configuration()
                        .get(UploadsConfig.class)
                        .maxOpen())
                .isEqualTo(7);
        assertThat(fromEnvironment(Map.of("REGISTRY_LIMITS_UPLOADS_OPEN", "0"))
                        .get(UploadsConfig.class)
                        .maxOpen())
                .isZero();
        assertThat(errors("version: 0.1\nlimits: {uploads: {open: -1}}\n"))
                .containsExactly("limits.uploads.open: is not a number of at least 0");
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
        assertThat(read(yaml, Map.of())
                        .configuration()
                        .get(ListenConfig.class)
                        .settings()
                        .limits())
                .isEqualTo(new Limits(2000, 1001, 32, 1000, 500));
        assertThat(read(
                                yaml,
                                Map.of(
                                        "REGISTRY_LIMITS_ADDRESS_CONNECTIONS", "2000",
                                        "REGISTRY_LIMITS_ADDRESS_REQUESTS", "50"))
                        .configuration()
                        .get(ListenConfig.class)
                        .settings()
                        .limits())
                .isEqualTo(new Limits(2000, 1001, 32, 2000, 50));
        assertThat(read("version: 0.1\n", Map.of())
                        .configuration()
                        .get(ListenConfig.class)
                        .settings()
                        .limits())
                .isEqualTo(Limits.defaults());
        assertThat(errors("version: 0.1\nhttp: {maxrequests: 0}\nlimits: {address: {connections: many}}\n"))
                .containsExactlyInAnyOrder(
                        "http.maxrequests: is not a number of at least 1",
                        "limits.address.connections: is not a number of at least 1");
    }
}
