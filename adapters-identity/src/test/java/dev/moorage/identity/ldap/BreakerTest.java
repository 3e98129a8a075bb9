package dev.moorage.identity.ldap;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BreakerTest {
    private long now = -7;
    private final Breaker breaker = new Breaker(() -> now);

    private void open() {
        for (int i = 0; i < 3; i++) {
            assertThat(breaker.mayCall()).isTrue();
            assertThat(breaker.failed()).isEqualTo(i == 2);
        }
    }

    @Test
    void threeFailuresInARowStopCalls() {
        open();
        now += Breaker.PAUSE.toNanos() - 1;
        assertThat(breaker.mayCall()).isFalse();
    }

    @Test
    void aSuccessBetweenFailuresKeepsCallsGoing() {
        for (int i = 0; i < 10; i++) {
            assertThat(breaker.failed()).isFalse();
            assertThat(breaker.failed()).isFalse();
            assertThat(breaker.succeeded()).isFalse();
        }
        assertThat(breaker.mayCall()).isTrue();
    }

    @Test
    void afterThePauseOneCallIsTriedAndItsSuccessLetsAllThrough() {
        open();
        now += Breaker.PAUSE.toNanos();
        assertThat(breaker.mayCall()).isTrue();
        assertThat(breaker.mayCall()).isFalse();
        assertThat(breaker.succeeded()).isTrue();
        assertThat(breaker.mayCall()).isTrue();
        assertThat(breaker.mayCall()).isTrue();
    }

    @Test
    void afterThePauseAFailureStopsCallsForAnotherOneAndIsNotReportedAgain() {
        open();
        now += Breaker.PAUSE.toNanos();
        assertThat(breaker.mayCall()).isTrue();
        assertThat(breaker.failed()).isFalse();
        now += Breaker.PAUSE.toNanos() - 1;
        assertThat(breaker.mayCall()).isFalse();
        now++;
        assertThat(breaker.mayCall()).isTrue();
    }
}
