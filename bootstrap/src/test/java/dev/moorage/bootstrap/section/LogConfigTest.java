package dev.moorage.bootstrap.section;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moorage.bootstrap.config.ConfigurationReader;
import dev.moorage.bootstrap.config.ConfigurationReading;
import dev.moorage.bootstrap.config.InvalidConfigurationException;
import dev.moorage.bootstrap.section.LogConfig.AccessFormat;
import dev.moorage.bootstrap.section.LogConfig.Formatter;
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
    void theFormatOfTheAccessLogFollowsThatOfTheLog() throws IOException, InvalidConfigurationException {
        assertThat(log("")).extracting(LogConfig::accessFormat).isEqualTo(AccessFormat.TEXT);
        assertThat(log("log: {formatter: json}\n").accessFormat()).isEqualTo(AccessFormat.JSON);
        assertThat(log("log: {formatter: logstash, accesslog: {format: combined}}\n"))
                .isEqualTo(new LogConfig("info", Formatter.LOGSTASH, Map.of(), true, AccessFormat.COMBINED));
        assertThat(log("log: {fields: {service: registry, port: 5000}, accesslog: {disabled: true}}\n"))
                .isEqualTo(new LogConfig(
                        "info",
                        Formatter.TEXT,
                        Map.of("service", "registry", "port", "5000"),
                        false,
                        AccessFormat.TEXT));
        assertThat(errors("version: 0.1\nlog: {formatter: xml, accesslog: {format: common}}\n"))
                .containsExactly(
                        "log.formatter: is none of text, json, logstash",
                        "log.accesslog.format: is none of text, combined, json");
    }

    private LogConfig log(String yaml) throws IOException, InvalidConfigurationException {
        return read("version: 0.1\n" + yaml, Map.of()).configuration().get(LogConfig.class);
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
