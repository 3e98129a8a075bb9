package dev.moorage.benchmarks.load.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moorage.benchmarks.load.measure.Metric;
import dev.moorage.benchmarks.load.measure.Sample;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ReportTest {
    @Test
    void aRowHasMediansAndRatiosOfPairs() {
        Result result = new Result("pull", "GET of one blob");
        for (int round = 1; round <= 3; round++) {
            result.add(
                    "moorage",
                    new Sample().with(Metric.MIB_PER_SECOND, 100 * round).with(Metric.PEAK, 50));
            result.add("nginx", new Sample().with(Metric.MIB_PER_SECOND, 200));
        }
        String report = new Report(List.of("a machine"), List.of("moorage", "nginx"), List.of(result)).markdown();
        assertThat(report).isEqualTo("""
                        - a machine

                        | scenario | measured | moorage | nginx | moorage / nginx |
                        | --- | --- | ---: | ---: | ---: |
                        | `pull` | MiB/s ↑ | 200 (100–300) | 200 | 1 (0.500–1.50) |
                        |  | peak memory MiB ↓ | 50 | – | – |

                        - `pull`: GET of one blob
                        """);
    }

    @Test
    void whatOnlyShowsHowItWasMeasuredIsNotCompared() {
        Result result = new Result("pull", "GET of one blob");
        result.add("moorage", new Sample().with(Metric.CLIENT_CPU_PER_GIB, 1));
        result.add("nginx", new Sample().with(Metric.CLIENT_CPU_PER_GIB, 2));
        assertThat(new Report(List.of(), List.of("moorage", "nginx"), List.of(result)).markdown())
                .contains("| client CPU s/GiB | 1 | 2 | – |");
    }

    @Test
    void aProcessorHasTheNameThatTheSystemGives() {
        assertThat(Machine.processor("processor\t: 0\nmodel name\t: A Processor\nmodel name\t: A Processor\n"))
                .isEqualTo("A Processor");
        assertThat(Machine.processor("processor\t: 0\n")).isEqualTo(System.getProperty("os.arch"));
    }
}
