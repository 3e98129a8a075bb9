package dev.moorage.identity.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class FetchedValueTest {
    private final Queue<Runnable> background = new ArrayDeque<>();
    private final AtomicInteger fetches = new AtomicInteger();
    private final FetchedValue<Integer> value =
            new FetchedValue<>("https://issuer/keys", this::fetch, () -> this.now, background::add);
    private Instant now = Instant.parse("2027-01-01T00:00:00Z");
    private boolean down;
    private Duration fresh = Duration.ZERO;
    private Duration taking = Duration.ZERO;

    private Fetch.Fetched<Integer> fetch() throws IOException {
        int count = fetches.incrementAndGet();
        later(taking);
        if (down) {
            throw new IOException("connection refused");
        }
        return new Fetch.Fetched<>(count, fresh);
    }

    private void later(Duration time) {
        now = now.plus(time);
    }

    private void runBackground() {
        while (!background.isEmpty()) {
            background.remove().run();
        }
    }

    @Test
    void nothingIsFetchedBeforeItIsNeeded() throws Exception {
        assertThat(fetches).hasValue(0);
        assertThat(value.current()).isEqualTo(1);
        assertThat(value.current()).isEqualTo(1);
        assertThat(fetches).hasValue(1);
    }

    @Test
    void valueIsFetchedAgainInTheBackground() throws Exception {
        value.current();
        later(Duration.ofMinutes(5));
        assertThat(value.current()).isEqualTo(1);
        assertThat(value.current()).isEqualTo(1);
        assertThat(background).hasSize(1);
        runBackground();
        assertThat(value.current()).isEqualTo(2);
        assertThat(background).isEmpty();
    }

    @Test
    void timeThatTheServerSaysIsKeptWithinBounds() throws Exception {
        fresh = Duration.ofDays(365);
        value.current();
        later(Duration.ofMinutes(59));
        value.current();
        assertThat(background).isEmpty();
        later(Duration.ofMinutes(1));
        value.current();
        assertThat(background).hasSize(1);
    }

    @Test
    void valueServesForADayWhileItsServerIsDown() throws Exception {
        value.current();
        down = true;
        for (int minutes = 0; minutes < 24 * 60; minutes += 10) {
            assertThat(value.current()).isEqualTo(1);
            runBackground();
            later(Duration.ofMinutes(10));
        }
        assertThatThrownBy(value::current)
                .isInstanceOf(KeysUnavailableException.class)
                .hasMessage("https://issuer/keys cannot be had: connection refused");
        down = false;
        later(Duration.ofSeconds(5));
        assertThat(value.current()).isGreaterThan(1);
    }

    @Test
    void serverThatIsDownIsNotAskedByEachRequest() throws Exception {
        down = true;
        for (int i = 0; i < 100; i++) {
            assertThatThrownBy(value::current).isInstanceOf(KeysUnavailableException.class);
        }
        assertThat(fetches).hasValue(1);
        later(Duration.ofSeconds(5));
        down = false;
        assertThat(value.current()).isEqualTo(2);
    }

    @Test
    void serverThatAnswersNothingIsAskedOnceByTheRequestsThatWaitForIt() {
        down = true;
        taking = Duration.ofSeconds(10);
        for (int i = 0; i < 100; i++) {
            assertThatThrownBy(value::current).isInstanceOf(KeysUnavailableException.class);
        }
        assertThat(fetches).as("each one blocks for ten seconds").hasValue(1);
        later(Duration.ofSeconds(5));
        assertThatThrownBy(value::current).isInstanceOf(KeysUnavailableException.class);
        assertThat(fetches).hasValue(2);
    }

    @Test
    void missingKeyHasTheValueFetchedOnceInThirtySeconds() throws Exception {
        value.current();
        later(Duration.ofSeconds(29));
        assertThat(value.refreshed()).isEqualTo(1);
        later(Duration.ofSeconds(2));
        for (int i = 0; i < 100; i++) {
            assertThat(value.refreshed()).isEqualTo(2);
        }
        down = true;
        later(Duration.ofSeconds(31));
        assertThat(value.refreshed()).as("while the server is down").isEqualTo(2);
        assertThat(fetches).hasValue(3);
    }

    @Test
    void oneOfManyThreadsFetches() throws Exception {
        CountDownLatch fetching = new CountDownLatch(1);
        CountDownLatch answer = new CountDownLatch(1);
        AtomicInteger count = new AtomicInteger();
        FetchedValue<Integer> slow = new FetchedValue<>(
                "keys",
                () -> {
                    fetching.countDown();
                    await(answer);
                    return new Fetch.Fetched<>(count.incrementAndGet(), Duration.ZERO);
                },
                () -> now,
                Runnable::run);
        List<Future<Integer>> callers = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 50; i++) {
                callers.add(threads.submit(slow::current));
            }
            fetching.await();
            answer.countDown();
            for (Future<Integer> caller : callers) {
                assertThat(caller.get()).isEqualTo(1);
            }
        }
        assertThat(count).hasValue(1);
    }

    private static void await(CountDownLatch latch) throws IOException {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }
}
