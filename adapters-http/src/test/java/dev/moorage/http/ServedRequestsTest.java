package dev.moorage.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class ServedRequestsTest {
    /** Above 65,535, where counters of 16 bits and a {@code Phaser} end. */
    private static final int MANY = 100_000;

    @Test
    @Timeout(20)
    void moreRequestsThanSixteenBitsCountAreAllServedAndAllAwaited() throws Exception {
        ServedRequests served = new ServedRequests();
        for (int i = 0; i < MANY; i++) {
            served.begin();
        }
        for (int i = 0; i < MANY - 1; i++) {
            served.end();
        }
        assertThat(served.awaitNone(Duration.ofMillis(10))).isFalse();
        served.end();
        assertThat(served.awaitNone(Duration.ofSeconds(5))).isTrue();
    }
}
