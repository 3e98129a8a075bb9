package dev.moorage.benchmarks.load.options;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class OptionsTest {
    @Test
    void sizesAreReadInTheUnitsThatPeopleWrite() {
        assertThat(ByteSize.parse("4096")).isEqualTo(4096);
        assertThat(ByteSize.parse("64KiB")).isEqualTo(65_536);
        assertThat(ByteSize.parse("3 MiB")).isEqualTo(3_145_728);
        assertThat(ByteSize.parse("20GiB")).isEqualTo(21_474_836_480L);
        assertThat(ByteSize.parse("300MB")).isEqualTo(300_000_000);
    }

    @Test
    void whatIsNoSizeIsRefused() {
        for (String text : List.of("", "-1", "1.5GiB", "1gib", "GiB", "9".repeat(13))) {
            assertThatThrownBy(() -> ByteSize.parse(text)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void sizesAreWrittenInTheUnitThatFits() {
        assertThat(Stream.of(16L, 4096L, 1L << 30, 5L << 28, 300_000_000L).map(ByteSize::format))
                .containsExactly("16 B", "4 KiB", "1 GiB", "1280 MiB", "300 MB");
    }

    @Test
    void whatIsNotAskedForIsAsUsual() {
        Options options = Options.parse(List.of("--rounds", "3"));
        assertThat(options.number(Option.ROUNDS)).isEqualTo(3);
        assertThat(options.bytes(Option.SIZE)).isEqualTo(1 << 30);
        assertThat(options.list(Option.ONLY)).isEmpty();
        assertThat(options.fill()).isTrue();
    }

    @Test
    void aSmokeRunIsTinyAndFillsNothing() {
        Options options = Options.parse(List.of("--smoke", "--only", "pull, start"));
        assertThat(options.bytes(Option.SIZE)).isLessThan(1 << 24);
        assertThat(options.list(Option.ONLY)).containsExactly("pull", "start");
        assertThat(options.fill()).isFalse();
    }

    @Test
    void everyOptionHasValuesThatCanBeReadInASmokeRunToo() {
        for (boolean smoke : new boolean[] {false, true}) {
            for (Option option : Option.values()) {
                String value = option.value(smoke);
                if (value.matches("\\d.*")) {
                    assertThat(ByteSize.parse(value)).as(option.flag()).isNotNegative();
                }
            }
        }
    }

    @Test
    void whatIsNotKnownOrHasNoValueOrNoNumberIsRefusedByItsName() {
        assertThatThrownBy(() -> Options.parse(List.of("--round", "3"))).hasMessageContaining("--round");
        assertThatThrownBy(() -> Options.parse(List.of("--rounds"))).hasMessageContaining("--rounds");
        assertThatThrownBy(() -> Options.parse(List.of("--rounds", "0")).number(Option.ROUNDS))
                .hasMessageContaining("--rounds");
        assertThatThrownBy(() -> Options.parse(List.of("--rounds", "many")).number(Option.ROUNDS))
                .hasMessageContaining("--rounds");
    }
}
