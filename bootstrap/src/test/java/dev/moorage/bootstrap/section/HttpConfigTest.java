package dev.moorage.bootstrap.section;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moorage.bootstrap.config.ConfigurationReader;
import dev.moorage.bootstrap.config.ConfigurationReading;
import dev.moorage.bootstrap.config.InvalidConfigurationException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The section {@code http}. */
class HttpConfigTest extends ConfigurationReading {
    @Test
    void aHeaderThatIsNoTextIsNamed() {
        assertThat(errors("version: 0.1\nhttp:\n  headers:\n    X: {a: b}\n    Y: [a, [b]]\n"))
                .containsExactly(
                        "http.headers.X: is neither a text nor a list of texts",
                        "http.headers.Y: is neither a text nor a list of texts");
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
    void theNameOfAHeaderThatAVariableSetsKeepsItsCase() throws IOException, InvalidConfigurationException {
        assertThat(read(
                                "version: 0.1\nhttp: {headers: {X-Content-Type-Options: [nosniff]}}\n",
                                Map.of(
                                        "REGISTRY_HTTP_HEADERS_Access-Control-Allow-Origin", "['*']",
                                        "REGISTRY_HTTP_HEADERS_X-CONTENT-TYPE-OPTIONS", "[none]"))
                        .configuration()
                        .get(HttpConfig.class)
                        .headers())
                .isEqualTo(
                        Map.of("X-Content-Type-Options", List.of("none"), "Access-Control-Allow-Origin", List.of("*")));
    }

    @Test
    void aHostWithoutASchemeIsIgnoredWithAWarning() throws IOException, InvalidConfigurationException {
        for (String host : List.of("registry.example.org", "registry.example.org:5000", "127.0.0.1")) {
            ConfigurationReader.Result result = read("version: 0.1\nhttp: {host: '" + host + "'}\n", Map.of());
            assertThat(result.configuration().get(HttpConfig.class).externalUrl())
                    .as(host)
                    .isEmpty();
            assertThat(result.warnings()).as(host).singleElement().asString().startsWith("http.host: is ignored");
        }
    }

    @Test
    void aSecretOfAnyLengthIsTakenAndAShortOneIsAWarning() throws IOException, InvalidConfigurationException {
        ConfigurationReader.Result result =
                read("version: 0.1\nhttp: {secret: sixteen-letters-, secrets: [x, " + SECRET + "]}\n", Map.of());
        assertThat(result.configuration().get(UploadsConfig.class).secrets())
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
}
