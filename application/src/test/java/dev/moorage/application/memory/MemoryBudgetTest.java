package dev.moorage.application.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class MemoryBudgetTest {
    private static final Duration SHORT = Duration.ofMillis(20);
    private static final Duration LONG = Duration.ofMinutes(5);
    private static final int MIB = 1 << 20;

    /** Three MiB for large bodies and one MiB for small ones. */
    private static MemoryBudget budget(Duration patience, Duration silence) {
        return new MemoryBudget(4 * MIB, patience, silence);
    }

    private static MemoryBudget.Lease taken(MemoryBudget budget, long bytes) throws MemoryShortException {
        MemoryBudget.Lease lease = budget.lease();
        lease.reserve(bytes);
        return lease;
    }

    @Test
    void whatDoesNotFitIsRefusedUntilMemoryIsGivenBack() throws MemoryShortException {
        MemoryBudget budget = budget(SHORT, LONG);
        MemoryBudget.Lease first = taken(budget, 2 * MIB);
        assertThatExceptionOfType(MemoryShortException.class).isThrownBy(() -> taken(budget, 2 * MIB));
        first.close();
        first.close();
        taken(budget, 3 * MIB);
        assertThatExceptionOfType(MemoryShortException.class).isThrownBy(() -> taken(budget, MIB));
    }

    @Test
    void largeBodiesLeaveSmallOnesTheirShare() throws MemoryShortException {
        MemoryBudget budget = budget(SHORT, LONG);
        taken(budget, 3 * MIB);
        for (int i = 0; i < 16; i++) {
            taken(budget, MemoryBudget.SMALL);
        }
        assertThatExceptionOfType(MemoryShortException.class).isThrownBy(() -> taken(budget, MemoryBudget.SMALL));
        for (int i = 0; i < 10_000; i++) {
            taken(budget, MemoryBudget.FREE);
        }
    }

    @Test
    void aBodyThatProvesLargeGivesItsSmallShareBack() throws MemoryShortException {
        MemoryBudget budget = budget(SHORT, LONG);
        for (int i = 0; i < 40; i++) {
            MemoryBudget.Lease lease = taken(budget, MemoryBudget.SMALL);
            lease.reserve(3 * MIB);
            lease.reserve(MIB);
            lease.close();
        }
        for (int i = 0; i < 16; i++) {
            taken(budget, MemoryBudget.SMALL);
        }
        taken(budget, 3 * MIB);
    }

    @Test
    void aBodyLargerThanTheBudgetTakesAllOfIt() throws MemoryShortException {
        MemoryBudget budget = budget(SHORT, LONG);
        MemoryBudget.Lease huge = taken(budget, Long.MAX_VALUE / 2);
        assertThatExceptionOfType(MemoryShortException.class).isThrownBy(() -> taken(budget, MIB));
        huge.close();
        taken(budget, MIB);
    }

    @Test
    void whoWaitsIsServedWhenMemoryIsGivenBack() throws Exception {
        MemoryBudget budget = budget(LONG, LONG);
        MemoryBudget.Lease first = taken(budget, 3 * MIB);
        FutureTask<MemoryBudget.Lease> second = new FutureTask<>(() -> taken(budget, 3 * MIB));
        Thread waiting = Thread.ofPlatform().start(second);
        while (waiting.getState() != Thread.State.TIMED_WAITING) {
            Thread.onSpinWait();
        }
        first.close();
        second.get().close();
    }

    @Test
    void theSilentClientIsEndedForOneThatWaits() throws Exception {
        MemoryBudget budget = budget(LONG, Duration.ZERO);
        CountDownLatch ended = new CountDownLatch(1);
        MemoryBudget.Lease silent = taken(budget, 3 * MIB);
        silent.isWithClient(ended::countDown);
        MemoryBudget.Lease storages = taken(budget, MemoryBudget.SMALL);
        FutureTask<MemoryBudget.Lease> waiting = new FutureTask<>(() -> taken(budget, 3 * MIB));
        Thread.ofVirtual().start(waiting);
        ended.await();
        silent.close();
        waiting.get().close();
        storages.close();
    }

    @Test
    void aClientThatIsNotSilentIsNotEnded() throws MemoryShortException {
        MemoryBudget budget = budget(SHORT, LONG);
        AtomicInteger ended = new AtomicInteger();
        MemoryBudget.Lease lease = taken(budget, 3 * MIB);
        lease.isWithClient(ended::incrementAndGet);
        assertThatExceptionOfType(MemoryShortException.class).isThrownBy(() -> taken(budget, MIB));
        assertThat(ended).hasValue(0);
    }
}
