package dev.moorage.storage.spi.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class CooperativeYieldTest {
    @Test
    void aThreadThatASocketWakesGetsItsTurnAmongThreadsThatNeverWait() throws InterruptedException {
        AtomicBoolean stop = new AtomicBoolean();
        Semaphore arrivals = new Semaphore(0);
        CountDownLatch woken = new CountDownLatch(1);
        List<Thread> threads = new ArrayList<>();
        try {
            threads.add(Thread.startVirtualThread(() -> {
                arrivals.acquireUninterruptibly();
                woken.countDown();
            }));
            for (int i = 0; i < 4 * Runtime.getRuntime().availableProcessors(); i++) {
                threads.add(Thread.startVirtualThread(() -> {
                    CooperativeYield turn = new CooperativeYield(100_000);
                    while (!stop.get()) {
                        turn.passed(10);
                    }
                }));
            }
            arrivals.release();
            assertThat(woken.await(30, TimeUnit.SECONDS)).isTrue();
        } finally {
            stop.set(true);
        }
        for (Thread thread : threads) {
            thread.join();
        }
    }

    @Test
    void aTurnIsAtLeastAByte() {
        assertThatIllegalArgumentException().isThrownBy(() -> new CooperativeYield(0));
    }
}
