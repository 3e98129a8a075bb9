package dev.moorage.benchmarks.load.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.Test;

final class ProcFilesTest {
    private static final String STAT =
            "4242 (a) b (c) S 1 4242 4242 0 -1 4194304 1000 2000 3 4 1234 66 777 888 20 0 17 0 100 200 300";

    @Test
    void timeIsUserAndSystemTimeWhateverTheNameOfTheProcessIs() {
        assertThat(ProcessUsage.cpuSeconds(STAT)).isEqualTo(13.0);
    }

    @Test
    void thePeakIsTheHighWaterMarkAndNotTheSize() {
        String status = "Name:\tjava\nVmPeak:\t 8888888 kB\nVmHWM:\t  123456 kB\nVmRSS:\t  100000 kB\n";
        assertThat(ProcessUsage.peakBytes(status)).isEqualTo(123_456L * 1024);
    }

    @Test
    void whatHasNoMemoryHasNoPeak() {
        assertThat(ProcessUsage.peakBytes("Name:\tkthreadd\nState:\tS (sleeping)\n"))
                .isZero();
    }

    @Test
    void memoryIsTotalAndFree() throws IOException {
        String meminfo = "MemTotal:       24684000 kB\nMemFree:          123456 kB\nMemAvailable:   20000000 kB\n";
        assertThat(MemoryInfo.parse(meminfo)).isEqualTo(new MemoryInfo(24_684_000L * 1024, 123_456L * 1024));
        assertThatThrownBy(() -> MemoryInfo.parse("MemTotal: 1 kB\n")).hasMessageContaining("MemFree");
    }

    @Test
    void thisProcessHasUsedSomething() throws IOException {
        long self = ProcessHandle.current().pid();
        ProcessUsage usage = ProcessUsage.of(self);
        assertThat(usage.cpuSeconds()).isPositive();
        assertThat(usage.peakBytes()).isGreaterThan(1 << 20);
        assertThat(ProcessUsage.cpuSecondsOf(self)).isGreaterThanOrEqualTo(usage.cpuSeconds());
    }
}
