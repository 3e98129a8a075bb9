package dev.moorage.http.jetty.limit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moorage.http.jetty.HeapShortage;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Tests the choice of the slowest requests. The times are given in nanoseconds, and nothing waits. */
class SlowestFirstTest {
    private static final long SECOND = 1_000_000_000L;

    private record Named(String name, Pace pace) implements SlowestFirst.Candidate {}

    /** A client that has sent a number of bytes in each of a number of seconds, and for which the server waits now. */
    private static Named steady(String name, long bytes, int seconds, long until) {
        Pace pace = new Pace();
        for (int i = seconds; i > 0; i--) {
            pace.waits(until - i * SECOND);
            pace.moved(bytes, until - (i - 1) * SECOND);
        }
        pace.waits(until);
        return new Named(name, pace);
    }

    private static Named silent(String name, int seconds, long until) {
        Pace pace = new Pace();
        pace.waits(until - seconds * SECOND);
        return new Named(name, pace);
    }

    private static List<String> slowest(int count, long now, Named... candidates) {
        return SlowestFirst.of(List.of(candidates), count, now).stream()
                .map(Named::name)
                .toList();
    }

    @Test
    void theSilentComeBeforeTheSlowAndTheSlowBeforeTheFast() {
        long now = 1000 * SECOND;
        assertThat(slowest(
                        3,
                        now,
                        steady("fast", 1_000_000, 60, now),
                        silent("silent", 60, now),
                        steady("slow", 10_000, 60, now)))
                .containsExactly("silent", "slow", "fast");
    }

    @Test
    void thoseThatHaveBeenSilentForLongerComeFirst() {
        long now = 1000 * SECOND;
        assertThat(slowest(2, now, silent("short", 2, now), silent("longest", 300, now), silent("long", 299, now)))
                .containsExactly("longest", "long");
    }

    @Test
    void aByteNowAndThenBuysNothing() {
        long now = 1000 * SECOND;
        assertThat(slowest(1, now, steady("drip", 1, 300, now), silent("new", 1, now)))
                .containsExactly("drip");
    }

    @Test
    void howFastItWasLongAgoBuysNothing() {
        long now = 1000 * SECOND;
        Named stopped = steady("stopped", 100_000_000, 60, now - 5);
        for (int i = 0; i < 60; i++) {
            stopped.pace().moved(10, now + i * SECOND);
            stopped.pace().waits(now + i * SECOND);
        }
        long later = now + 60 * SECOND;
        assertThat(slowest(1, later, stopped, steady("slow", 10_000, 60, later)))
                .containsExactly("stopped");
    }

    @Test
    void whatWaitsForNothingFromItsClientIsLeftToFinish() {
        Pace storing = new Pace();
        storing.waits(0);
        storing.moved(1, SECOND);
        assertThat(slowest(1, 1000 * SECOND, new Named("storing", storing))).isEmpty();
    }

    @Test
    void theTimeThatStoringTakesIsNotTheClientsOwn() {
        Pace pace = new Pace();
        for (int i = 0; i < 100; i++) {
            pace.waits(i * 100 * SECOND);
            pace.moved(100_000, i * 100 * SECOND + SECOND);
        }
        assertThat(pace.rate(10_000 * SECOND)).isGreaterThan(90_000);
        assertThat(pace.silence(10_000 * SECOND)).isZero();
    }

    @Test
    void silenceBeginsAnewWithEachByte() {
        Pace pace = new Pace();
        pace.waits(0);
        assertThat(pace.silence(9 * SECOND)).isEqualTo(9 * SECOND);
        pace.moved(1, 9 * SECOND);
        pace.waits(9 * SECOND);
        assertThat(pace.silence(10 * SECOND)).isEqualTo(SECOND);
    }

    @Test
    void theHeapIsShortOnceGarbageCollectionHasNotHelpedForThreeSeconds() {
        HeapShortage heap = new HeapShortage();
        for (int round = 0; round < 2; round++) {
            for (int i = 0; i < 29; i++) {
                assertThat(heap.isShort(99, 100)).isFalse();
            }
            assertThat(heap.isShort(99, 100)).isTrue();
        }
        for (int i = 0; i < 100; i++) {
            assertThat(heap.isShort(i % 29 == 0 ? 50 : 99, 100)).isFalse();
        }
    }
}
