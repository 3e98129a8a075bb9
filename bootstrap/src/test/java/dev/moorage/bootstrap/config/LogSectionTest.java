package dev.moorage.bootstrap.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The section {@code log}. */
class LogSectionTest extends ConfigurationReading {
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
    void theLevelOfTheLogIsReadInAnyCase() throws IOException, InvalidConfigurationException {
        assertThat(read("version: 0.1\nlog: {level: INFO}\n", Map.of())
                        .configuration()
                        .log()
                        .level())
                .isEqualTo("info");
        assertThat(fromEnvironment(Map.of("REGISTRY_LOG_LEVEL", "Debug")).log().level())
                .isEqualTo("debug");
    }
}
