package dev.moorage.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** How slow a body may be. Times are nanoseconds that are said, not waited for. */
class BodyRateTest {
    private static final long SECOND = 1_000_000_000L;

    private final BodyRate rate = new BodyRate(100, Duration.ofSeconds(10));

    @Test
    void aBodyThatStallsIsTooSlowAfterItsWindow() {
        rate.waiting(0);
        assertThat(rate.isTooSlow(9 * SECOND)).isFalse();
        assertThat(rate.isTooSlow(10 * SECOND)).isTrue();
        assertThat(rate.isTooSlow(11 * SECOND)).isTrue();
    }

    @Test
    void howFastItWasBeforeBuysNothing() {
        rate.waiting(0);
        rate.received(1 << 30, SECOND);
        rate.waiting(SECOND);
        assertThat(rate.isTooSlow(10 * SECOND)).isFalse();
        assertThat(rate.isTooSlow(20 * SECOND)).isTrue();
    }

    @Test
    void theTimeInWhichNobodyWaitsForItIsNotItsOwn() {
        for (int i = 0; i < 100; i++) {
            rate.waiting(i * 100 * SECOND);
            rate.received(100, i * 100 * SECOND + SECOND);
            assertThat(rate.isTooSlow((i + 1) * 100 * SECOND)).isFalse();
        }
    }

    @Test
    void aSteadyRateMayGoOnForDays() {
        long now = 0;
        for (int i = 0; i < 200_000; i++) {
            rate.waiting(now);
            now += SECOND;
            rate.received(100, now);
        }
        assertThat(rate.isTooSlow(now)).isFalse();
    }

    @Test
    void aDripIsTooSlow() {
        long now = 0;
        for (int i = 0; i < 10; i++) {
            rate.waiting(now);
            now += SECOND;
            rate.received(99, now);
        }
        assertThat(rate.isTooSlow(now)).isTrue();
    }
}
