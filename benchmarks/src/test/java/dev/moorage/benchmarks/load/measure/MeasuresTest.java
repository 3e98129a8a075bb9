package dev.moorage.benchmarks.load.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

final class MeasuresTest {
    @Test
    void theMedianIsInTheMiddleWhateverTheOrder() {
        assertThat(Summary.of(List.of(9.0, 1.0, 5.0))).isEqualTo(new Summary(5, 1, 9));
        assertThat(Summary.of(List.of(4.0, 1.0, 2.0, 9.0))).isEqualTo(new Summary(3, 1, 9));
        assertThat(Summary.of(List.of(7.0)).toString()).isEqualTo("7");
    }

    @Test
    void ratiosAreTakenPairByPair() {
        assertThat(Summary.ofRatios(List.of(10.0, 100.0, 30.0), List.of(5.0, 100.0, 10.0)))
                .contains(new Summary(2, 1, 3));
    }

    @Test
    void nothingIsComparedWithNothing() {
        assertThat(Summary.ofRatios(List.of(1.0), List.of(0.0))).isEmpty();
        assertThat(Summary.ofRatios(List.of(1.0), List.of())).isEmpty();
    }

    @Test
    void percentilesAreOfAllClientsTogether() {
        long[][] nanos = new long[2][50];
        for (int i = 0; i < 50; i++) {
            nanos[0][i] = (100 - i) * 1_000_000L;
            nanos[1][i] = (50 - i) * 1_000_000L;
        }
        Latencies latencies = new Latencies(nanos);
        assertThat(latencies.count()).isEqualTo(100);
        assertThat(latencies.millis(0.50)).isEqualTo(50);
        assertThat(latencies.millis(0.99)).isEqualTo(99);
        assertThat(latencies.millis(1)).isEqualTo(100);
        assertThatThrownBy(() -> new Latencies(new long[2][0])).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aTransferIsPrintedInItsUnits() {
        Sample sample = new Measured(2, 3, 1, 64 << 20).transfer(2L << 30);
        assertThat(sample.value(Metric.MIB_PER_SECOND)).contains(1024.0);
        assertThat(sample.value(Metric.SERVER_CPU_PER_GIB)).contains(1.5);
        assertThat(sample.value(Metric.CLIENT_CPU_PER_GIB)).contains(0.5);
        assertThat(sample.value(Metric.PEAK)).contains(64.0);
    }

    @Test
    void operationsArePrintedInTheirUnits() {
        Sample sample = new Measured(2, 1, 0.5, 64 << 20).operations(new Latencies(new long[4][250]));
        assertThat(sample.value(Metric.PER_SECOND)).contains(500.0);
        assertThat(sample.value(Metric.SERVER_CPU_PER_OPERATION)).contains(1000.0);
    }

    @Test
    void figuresHaveAsManyDecimalsAsCount() {
        assertThat(List.of(1234.56, 100.4, 56.78, 5.678, 0.5678, 50.0, 0.0))
                .extracting(Figure::format)
                .containsExactly("1235", "100", "56.8", "5.68", "0.568", "50", "0");
    }
}
