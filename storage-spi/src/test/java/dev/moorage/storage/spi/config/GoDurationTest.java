package dev.moorage.storage.spi.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GoDurationTest {
    @ParameterizedTest
    @CsvSource({
        "100ms, PT0.1S",
        "5s, PT5S",
        "1m30s, PT1M30S",
        "1h30m, PT1H30M",
        "1.5s, PT1.5S",
        "168h, PT168H",
        "0, PT0S",
        "1500, PT0.0000015S",
        "3us, PT0.000003S"
    })
    void aDurationInTheFormOfGoIsRead(String text, Duration duration) {
        assertThat(GoDuration.parse(text)).contains(duration);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "s", "-5s", "5 s", "1d", "ms", "1.2.3s", "forever", "99999999999999h"})
    void whatIsNoDurationIsEmpty(String text) {
        assertThat(GoDuration.parse(text)).isEmpty();
    }
}
