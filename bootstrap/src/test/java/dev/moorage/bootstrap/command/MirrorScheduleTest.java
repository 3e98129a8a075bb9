package dev.moorage.bootstrap.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moorage.application.port.in.mirror.MirrorRequest;
import dev.moorage.application.port.in.mirror.MirrorRequest.Allowance;
import dev.moorage.application.port.in.mirror.TextFilter;
import dev.moorage.bootstrap.mirror.MirrorPlan;
import dev.moorage.domain.name.RepositoryName;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class MirrorScheduleTest {
    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);

    private static MirrorPlan.Entry entry(String name, Duration interval) {
        return new MirrorPlan.Entry(
                name,
                "sync[0].source",
                new MirrorRequest(
                        "quay.io",
                        new MirrorRequest.Repository(
                                new RepositoryName(name), new RepositoryName(name), TextFilter.ALL),
                        Optional.empty(),
                        false,
                        false,
                        Allowance.UNLIMITED),
                Optional.of(interval));
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    @Test
    void allEntriesAreCopiedAtTheStartAndThenByTheirIntervals() throws IOException {
        MirrorPlan.Entry slow = entry("slow", Duration.ofMinutes(10));
        MirrorPlan.Entry fast = entry("fast", Duration.ofMinutes(4));
        MirrorSchedule schedule = new MirrorSchedule(List.of(slow, fast), nanos::get);
        assertThat(schedule.awaitNext()).isSameAs(slow);
        pass(Duration.ofMinutes(1));
        schedule.ended(slow);
        assertThat(schedule.untilNext()).isZero();
        assertThat(schedule.awaitNext()).isSameAs(fast);
        schedule.ended(fast);
        assertThat(schedule.untilNext()).isEqualTo(Duration.ofMinutes(4));
        pass(Duration.ofMinutes(4));
        assertThat(schedule.awaitNext()).isSameAs(fast);
        pass(Duration.ofMinutes(7));
        schedule.ended(fast);
        assertThat(schedule.untilNext()).isZero();
        assertThat(schedule.awaitNext()).isSameAs(slow);
        schedule.ended(slow);
        assertThat(schedule.untilNext()).isEqualTo(Duration.ofMinutes(4));
    }
}
