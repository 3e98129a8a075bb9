package dev.moorage.bootstrap.section;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moorage.bootstrap.config.ConfigurationReader;
import dev.moorage.bootstrap.config.ConfigurationReading;
import dev.moorage.bootstrap.config.InvalidConfigurationException;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The section {@code log}. */
class LogConfigTest extends ConfigurationReading {
    @Test
    void theOldKeyOfTheLogsLevelIsReadWhereTheNewOneIsNotSet() throws IOException, InvalidConfigurationException {
        ConfigurationReader.Result result = read("version: 0.1\nloglevel: debug\n", Map.of());
        assertThat(result.configuration().get(LogConfig.class).level()).isEqualTo("debug");
        assertThat(result.warnings()).singleElement().asString().startsWith("loglevel: is deprecated");
        assertThat(read("version: 0.1\nloglevel: debug\nlog: {level: error}\n", Map.of())
                        .configuration()
                        .get(LogConfig.class)
                        .level())
                .isEqualTo("error");
        assertThat(errors("version: 0.1\nloglevel: loud\n"))
                .containsExactly("loglevel: is none of error, warn, info, debug");
    }

    @Test
    void theLevelOfTheLogIsReadInAnyCase() throws IOException, InvalidConfigurationException {
        assertThat(read("version: 0.1\nlog: {level: INFO}\n", Map.of())
                        .configuration()
                        .get(LogConfig.class)
                        .level())
                .isEqualTo("info");
        assertThat(fromEnvironment(Map.of("REGISTRY_LOG_LEVEL", "Debug"))
                        .get(LogConfig.class)
                        .level())
                .isEqualTo("debug");
    }
}
