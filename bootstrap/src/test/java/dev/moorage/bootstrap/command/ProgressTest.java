package dev.moorage.bootstrap.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class ProgressTest {
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private final PrintStream err = new PrintStream(written, true, StandardCharsets.UTF_8);

    private String text() {
        return written.toString(StandardCharsets.UTF_8);
    }

    @Test
    void whereThereIsNoTerminalALineComesForEachTaskAndThenEveryHalfMinute() {
        long[] now = new long[1];
        try (Progress progress = new LineProgress(err, () -> now[0])) {
            for (int second = 0; second <= 60; second++) {
                now[0] = Duration.ofSeconds(second).toNanos();
                progress.at("links", second, OptionalDouble.empty(), "");
            }
            progress.at("blobs", 7, OptionalDouble.of(0.256), "3.0 GiB");
        }
        assertThat(text()).isEqualTo("""
                links: 0
                links: 30
                links: 60
                blobs: 7 (25%), 3.0 GiB
                """);
    }

    @Test
    void onATerminalABarIsDrawnOverItselfAndLinesComeBetween() {
        try (Progress progress = new BarProgress(err, 60)) {
            progress.at("links", 5, OptionalDouble.empty(), "");
            progress.at("blobs", 10, OptionalDouble.of(0.5), "1.0 MiB");
            progress.at("blobs", 9, OptionalDouble.of(0.4), "1.1 MiB");
        }
        assertThat(text()).contains("\rlinks", "\n\rblobs").endsWith("\n");
        assertThat(text().substring(text().lastIndexOf("\rblobs")))
                .contains("50%")
                .doesNotContain("40%");
        assertThat(text().split("[\r\n]")).allMatch(drawn -> drawn.length() < 60);
    }

    @Test
    void aLineThatIsPrintedTakesThePlaceOfTheBarWhichIsDrawnAgainBelow() {
        try (Progress progress = new BarProgress(err, 60)) {
            progress.at("links", 5, OptionalDouble.empty(), "");
            while (!text().contains("\rlinks")) {
                Thread.onSpinWait();
            }
            progress.print(() -> err.println("a line"));
        }
        assertThat(text()).contains("\r\u001b[Ka line\n\rlinks").endsWith("\n");
    }

    @Test
    void sizesAreForPeople() {
        assertThat(Sizes.text(0)).isEqualTo("0 B");
        assertThat(Sizes.text(1023)).isEqualTo("1023 B");
        assertThat(Sizes.text(1536)).isEqualTo("1.5 KiB");
        assertThat(Sizes.text(Long.MAX_VALUE)).isEqualTo("8.0 EiB");
    }
}
