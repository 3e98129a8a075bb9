package dev.moorage.domain.cached;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LastUseTest {
    private static final Instant FETCHED = Instant.parse("2026-11-01T12:00:00Z");
    private static final Duration LIFE = Duration.ofDays(7);
    private static final Optional<LocalDate> KNOWN = Optional.of(LocalDate.parse("2026-10-01"));

    private static LastUse use(String pulled) {
        return new LastUse(
                FETCHED, Optional.of(pulled).filter(text -> !text.isEmpty()).map(LocalDate::parse));
    }

    private static boolean isOver(String pulled, String now, Optional<LocalDate> known) {
        return use(pulled).isOver(LIFE, Instant.parse(now), known);
    }

    @Test
    void aLifeIsOverAfterTheLastUse() {
        assertThat(isOver("", "2026-11-08T12:00:00Z", KNOWN)).isFalse();
        assertThat(isOver("", "2026-11-08T12:00:01Z", KNOWN)).isTrue();
        assertThat(isOver("2026-11-03", "2026-11-11T00:00:00Z", KNOWN)).isFalse();
        assertThat(isOver("2026-11-03", "2026-11-11T00:00:01Z", KNOWN)).isTrue();
        assertThat(isOver("2026-10-20", "2026-11-08T12:00:00Z", KNOWN))
                .as("fetched again")
                .isFalse();
    }

    @Test
    void aLifeIsNotOverWhilePullsAreUnknown() {
        assertThat(isOver("", "2026-12-08T12:00:00Z", Optional.empty())).isFalse();
        assertThat(isOver("", "2026-12-08T12:00:00Z", Optional.of(LocalDate.parse("2026-12-02"))))
                .isFalse();
        assertThat(isOver("", "2026-12-08T12:00:00Z", Optional.of(LocalDate.parse("2026-12-01"))))
                .isTrue();
    }

    @Test
    void whatWasPulledOnALaterDayLeavesAfterWhatWasFetchedOnThatDay() {
        assertThat(use("").order()).isEqualTo(FETCHED);
        assertThat(use("2026-11-01").order()).isEqualTo(FETCHED);
        assertThat(use("2026-11-02").order()).isEqualTo(Instant.parse("2026-11-03T00:00:00Z"));
        assertThat(use("2026-10-20").order()).isEqualTo(FETCHED);
    }
}
