package dev.moorage.bootstrap.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PeriodicTasksTest {
    private record Counted(Duration interval, CountDownLatch runs) implements PeriodicTask {
        @Override
        public String name() {
            return "counted";
        }

        @Override
        public void run() {
            runs.countDown();
        }
    }

    @Test
    void aTaskRunsAgainAfterItsIntervalAndOneWithoutAnIntervalNever() throws InterruptedException {
        Counted on = new Counted(Duration.ofMillis(2), new CountDownLatch(3));
        Counted off = new Counted(Duration.ZERO, new CountDownLatch(1));
        try (PeriodicTasks tasks = new PeriodicTasks(Set.of(on, off))) {
            assertThat(on.runs().await(1, TimeUnit.MINUTES)).isTrue();
            assertThat(off.runs().getCount()).isEqualTo(1);
            assertThat(tasks).isNotNull();
        }
    }
}
