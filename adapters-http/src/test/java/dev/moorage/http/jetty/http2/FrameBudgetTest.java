package dev.moorage.http.jetty.http2;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Tests how many frames with little data are accepted. */
class FrameBudgetTest {
    private static final long SECOND = 1_000_000_000;

    private final FrameBudget budget = new FrameBudget(100, 10, 0);

    private int taken(long now) {
        int count = 0;
        while (budget.take(now)) {
            count++;
        }
        return count;
    }

    @Test
    void aBurstIsTakenAndThenSoManyASecond() {
        assertThat(taken(0)).isEqualTo(100);
        assertThat(taken(SECOND)).isEqualTo(10);
        assertThat(taken(SECOND + SECOND / 2)).isEqualTo(5);
    }

    @Test
    void aLongRestAllowsNoMoreThanABurst() {
        assertThat(taken(1000 * SECOND)).isEqualTo(100);
    }

    @Test
    void whatIsEarnedIsTakenToo() {
        taken(0);
        budget.earn(7);
        assertThat(taken(0)).isEqualTo(7);
        budget.earn(1000);
        assertThat(taken(0)).isEqualTo(100);
    }
}
