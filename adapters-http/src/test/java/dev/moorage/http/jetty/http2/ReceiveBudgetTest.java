package dev.moorage.http.jetty.http2;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Tests how the memory for HTTP/2 bodies is shared. */
class ReceiveBudgetTest {
    private static final int MIB = 1 << 20;

    private final ReceiveBudget budget = new ReceiveBudget(64 * MIB);

    @Test
    void theFirstUploadIsLentMostAndEachLaterOneLessAndNoneMoreThanHalfOfAll() {
        int before = Integer.MAX_VALUE;
        for (int i = 0; i < 1000; i++) {
            int loan = budget.lend(Long.MAX_VALUE);
            assertThat(loan).isLessThanOrEqualTo(before);
            before = loan;
        }
        assertThat(budget.lent()).isLessThanOrEqualTo(32 * MIB);
        assertThat(new ReceiveBudget(64 * MIB).lend(Long.MAX_VALUE)).isEqualTo(8 * MIB);
    }

    @Test
    void whatIsReturnedIsLentAgain() {
        int first = budget.lend(Long.MAX_VALUE);
        budget.returned(first);
        assertThat(budget.lend(Long.MAX_VALUE)).isEqualTo(first);
        assertThat(budget.lend(1000)).isEqualTo(1000);
    }

    @Test
    void whenTheBudgetIsUsedUpAConnectionWithMoreThanAnEqualShareHasTooMuch() {
        budget.opened();
        budget.opened();
        budget.changed(64 * MIB);
        assertThat(budget.isOverdrawnBy(64 * MIB)).isFalse();
        budget.changed(1);
        assertThat(budget.isOverdrawnBy(63 * MIB)).isTrue();
        assertThat(budget.isOverdrawnBy(MIB)).isFalse();
        budget.closed(64 * MIB);
        assertThat(budget.isOverdrawnBy(63 * MIB)).isFalse();
        assertThat(budget.waiting()).isEqualTo(1);
    }
}
