package dev.moorage.application.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.moorage.application.port.out.trace.RequestSpan;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Work of one request on several threads. */
class ParallelWorkTest {
    private static final int ITEMS = 8;

    /** A span that equals itself alone. */
    private static final class Span implements RequestSpan {
        @Override
        public String traceId() {
            return "0af7651916cd43dd8448eb211c80319c";
        }

        @Override
        public String spanId() {
            return "b7ad6b7169203331";
        }

        @Override
        public void end(Result result) {
            // Nothing is sent.
        }
    }

    /** Runs a step on as many threads as there are items, and returns the span of each thread. */
    private static Map<Thread, Boolean> spans(RequestSpan expected) throws IOException {
        Map<Thread, Boolean> found = new ConcurrentHashMap<>();
        CountDownLatch all = new CountDownLatch(ITEMS);
        ParallelWork.forEach(IntStream.range(0, ITEMS).boxed().toList(), ITEMS, _ -> {
            found.put(
                    Thread.currentThread(),
                    RequestSpan.CURRENT.isBound() && RequestSpan.CURRENT.get().equals(expected));
            all.countDown();
            awaitIn(all);
        });
        return found;
    }

    @Test
    void eachThreadHasTheSpanOfTheRequest() throws Exception {
        Span span = new Span();
        Map<Thread, Boolean> found =
                ScopedValue.where(RequestSpan.CURRENT, span).call(() -> spans(span));
        assertThat(found).hasSize(ITEMS).doesNotContainValue(false);
    }

    @Test
    void withoutASpanNoThreadHasOne() throws IOException {
        assertThat(spans(new Span())).hasSize(ITEMS).doesNotContainValue(true);
    }

    @Test
    void anErrorOfAnotherThreadIsThatOfTheWork() {
        Thread caller = Thread.currentThread();
        AtomicBoolean failed = new AtomicBoolean();
        CountDownLatch begun = new CountDownLatch(2);
        assertThatThrownBy(() -> ParallelWork.forEach(List.of(1, 2), 2, _ -> {
                    begun.countDown();
                    awaitIn(begun);
                    if (Thread.currentThread() != caller) {
                        failed.set(true);
                        throw new StackOverflowError("of a helper");
                    }
                }))
                .isInstanceOf(StackOverflowError.class)
                .hasMessage("of a helper");
        assertThat(failed).isTrue();
    }

    private static void awaitIn(CountDownLatch latch) throws IOException {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }
}
