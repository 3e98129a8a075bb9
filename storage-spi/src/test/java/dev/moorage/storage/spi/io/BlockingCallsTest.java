package dev.moorage.storage.spi.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class BlockingCallsTest {
    private final BlockingCalls pool = new BlockingCalls();

    /** Blocks its thread, virtual or not, as a system call would. */
    private static int block(CountDownLatch begun, CountDownLatch end) {
        begun.countDown();
        while (end.getCount() > 0) {
            Thread.onSpinWait();
            if (!Thread.currentThread().isVirtual()) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
            }
        }
        return 1;
    }

    @Test
    void virtualThreadsRunWhileFarMoreCallsBlockThanThereAreCarriers() throws Exception {
        CountDownLatch begun = new CountDownLatch(16);
        CountDownLatch end = new CountDownLatch(1);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Integer>> calls = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                calls.add(threads.submit(() -> pool.call(() -> block(begun, end))));
            }
            try {
                begun.await();
                threads.submit(() -> {}).get();
            } finally {
                end.countDown();
            }
            for (Future<Integer> call : calls) {
                assertThat(call.get()).isOne();
            }
        }
    }

    @Test
    void aPlatformThreadCallsItself() throws Exception {
        Thread caller = Thread.currentThread();
        assertThat(pool.call(Thread::currentThread)).isSameAs(caller);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Thread called =
                    threads.submit(() -> pool.call(Thread::currentThread)).get();
            assertThat(called.isVirtual()).isFalse();
            assertThat(called.getName()).startsWith("blocking-");
        }
    }

    @Test
    void whatACallThrowsIsThrown() throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            threads.submit(() -> assertThatIOException()
                            .isThrownBy(() -> pool.call(() -> {
                                throw new IOException("the disk");
                            }))
                            .withMessage("the disk"))
                    .get();
        }
    }
}
