package dev.moorage.storage.spi.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ComputePoolTest {
    private static final int PROCESSORS = Runtime.getRuntime().availableProcessors();

    private final ComputePool pool = new ComputePool();

    @Test
    void virtualThreadsRunWhileAsManyTurnsAreTakenAsThereAreProcessorsAndMoreWait() throws Exception {
        CountDownLatch begun = new CountDownLatch(PROCESSORS);
        CountDownLatch end = new CountDownLatch(1);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Integer>> turns = new ArrayList<>();
            for (int i = 0; i < 8 * PROCESSORS; i++) {
                turns.add(threads.submit(() -> pool.compute(() -> {
                    begun.countDown();
                    while (end.getCount() > 0) {
                        Thread.onSpinWait();
                    }
                    return 1;
                })));
            }
            try {
                begun.await();
                threads.submit(() -> {}).get();
            } finally {
                end.countDown();
            }
            for (Future<Integer> turn : turns) {
                assertThat(turn.get()).isOne();
            }
        }
    }

    @Test
    void noMoreTurnsAreTakenAtOnceThanThereAreProcessors() throws Exception {
        AtomicInteger now = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 20 * PROCESSORS; i++) {
                threads.submit(() -> pool.compute(() -> {
                    most.accumulateAndGet(now.incrementAndGet(), Math::max);
                    Thread.yield();
                    return now.decrementAndGet();
                }));
            }
        }
        assertThat(most).hasPositiveValue().hasValueLessThanOrEqualTo(PROCESSORS);
    }

    @Test
    void whatTheWorkThrowsIsThrown() {
        assertThatIOException()
                .isThrownBy(() -> pool.compute(() -> {
                    throw new IOException("gone");
                }))
                .withMessage("gone");
        assertThatIllegalStateException()
                .isThrownBy(() -> pool.compute(() -> {
                    throw new IllegalStateException("wrong");
                }))
                .withMessage("wrong");
    }

    @Test
    void anInterruptedCallerWaitsForTheEndAndStaysInterrupted() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        AtomicLong result = new AtomicLong();
        AtomicBoolean interrupted = new AtomicBoolean();
        Thread caller = Thread.startVirtualThread(() -> {
            try {
                result.set(pool.compute(() -> {
                    begun.countDown();
                    while (end.getCount() > 0) {
                        Thread.onSpinWait();
                    }
                    return 7L;
                }));
            } catch (IOException e) {
                result.set(-1);
            }
            interrupted.set(Thread.currentThread().isInterrupted());
        });
        begun.await();
        caller.interrupt();
        assertThat(result).hasValue(0);
        end.countDown();
        caller.join();
        assertThat(result).hasValue(7);
        assertThat(interrupted).isTrue();
    }
}
