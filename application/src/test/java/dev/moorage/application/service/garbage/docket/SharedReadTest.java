package dev.moorage.application.service.garbage.docket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Reads that requests share. */
@Timeout(60)
class SharedReadTest {
    private final AtomicInteger reads = new AtomicInteger();

    @Test
    void requestsThatComeOneAfterTheOtherReadEachForThemselves() throws IOException {
        SharedRead<Integer> shared = new SharedRead<>(reads::incrementAndGet);
        assertThat(List.of(shared.get(), shared.get())).containsExactly(1, 2);
    }

    @Test
    void requestsThatComeDuringAReadAreServedByTheNextOneTogether() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch goesOn = new CountDownLatch(1);
        SharedRead<Integer> shared = new SharedRead<>(() -> {
            int number = reads.incrementAndGet();
            if (number == 1) {
                begun.countDown();
                await(goesOn);
            }
            return number;
        });
        List<Thread> threads = new ArrayList<>();
        try (ExecutorService requests = Executors.newThreadPerTaskExecutor(task -> {
            Thread thread = Thread.ofPlatform().unstarted(task);
            threads.add(thread);
            return thread;
        })) {
            Future<Integer> first = requests.submit(shared::get);
            begun.await();
            List<Future<Integer>> later = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                later.add(requests.submit(shared::get));
            }
            for (Thread thread : threads.subList(1, threads.size())) {
                while (thread.getState() != Thread.State.WAITING) {
                    Thread.onSpinWait();
                }
            }
            goesOn.countDown();
            assertThat(first.get()).isEqualTo(1);
            for (Future<Integer> served : later) {
                assertThat(served.get()).as("not older than the request").isEqualTo(2);
            }
        }
        assertThat(reads).hasValue(2);
    }

    @Test
    void aReadThatFailsIsTheAnswerOfItsRequestAndNotOfTheNextOne() throws IOException {
        SharedRead<Integer> shared = new SharedRead<>(() -> {
            if (reads.incrementAndGet() == 1) {
                throw new IOException("no answer");
            }
            return 7;
        });
        assertThatExceptionOfType(IOException.class).isThrownBy(shared::get).withMessage("no answer");
        assertThat(shared.get()).isEqualTo(7);
    }

    private static void await(CountDownLatch latch) throws IOException {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }
}
