package dev.moorage.bootstrap.drivers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.moorage.bootstrap.config.InvalidConfigurationException;
import dev.moorage.storage.spi.config.DataSize;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class DriverConfigurationTest {
    /** The configuration of a driver with a duration and a size. */
    record Tape(Duration rewind, DataSize reel) {}

    private static Tape bind(String json) throws InvalidConfigurationException {
        return new DriverConfiguration("storage.tape")
                .bind(JsonMapper.builder().build().readTree(json), Tape.class);
    }

    @Test
    void aDurationOfADriverHasTheFormatOfAllOthers() throws InvalidConfigurationException {
        assertThat(bind("{\"rewind\": \"1m30s\"}").rewind()).isEqualTo(Duration.ofSeconds(90));
        assertThat(bind("{\"rewind\": \"1.5s\"}").rewind()).isEqualTo(Duration.ofMillis(1500));
    }

    @Test
    void aSizeOfADriverIsANumberWithAUnitOrWithout() throws InvalidConfigurationException {
        assertThat(bind("{\"reel\": \"64MiB\"}").reel()).isEqualTo(new DataSize(64 << 20));
        assertThat(bind("{\"reel\": 1024}").reel()).isEqualTo(new DataSize(1024));
        assertThat(catchThrowableOfType(InvalidConfigurationException.class, () -> bind("{\"reel\": \"much\"}"))
                        .errors())
                .containsExactly("storage.tape.reel: is not a number of bytes such as 64MiB or 1GB");
    }

    @Test
    void aTextThatIsNoDurationIsAnErrorWithItsKey() {
        assertThat(catchThrowableOfType(InvalidConfigurationException.class, () -> bind("{\"rewind\": \"soon\"}"))
                        .errors())
                .containsExactly("storage.tape.rewind: is not a duration such as 30s or 1m30s");
    }
}
