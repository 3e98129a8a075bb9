package dev.moorage.storage.spi.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DataSizeTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "1024, 1024",
        "64MiB, 67108864",
        "50 GB, 50000000000",
        "1kb, 1000",
        "7B, 7",
        "2tib, 2199023255552"
    })
    void aNumberWithAUnitOrWithoutIsASize(String text, long bytes) {
        assertThat(DataSize.parse(text)).contains(new DataSize(bytes));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "MiB", "-1", "1.5GiB", "1 lb", "1  MB", "9223372036854775808", "99999999999999999TiB"})
    void anythingElseIsNone(String text) {
        assertThat(DataSize.parse(text)).isEmpty();
    }

    @Test
    void noSizeIsNegative() {
        assertThatIllegalArgumentException().isThrownBy(() -> new DataSize(-1));
    }
}
