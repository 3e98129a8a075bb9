package dev.moorage.identity.login;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class LoginThrottleTest {
    private long now = -5;
    private final LoginThrottle throttle = new LoginThrottle(LoginLimits.defaults(), () -> now);

    private void passes(Duration time) {
        now += time.toNanos();
    }

    private int failUntilRefused(String network, String user) {
        int failures = 0;
        while (throttle.refusedFor(network, user).isZero() && failures < 1000) {
            throttle.failed(network, user);
            failures++;
        }
        return failures;
    }

    @Test
    void aUserFromAnAddressFailsTenTimesAndOnceEachSixSeconds() {
        assertThat(failUntilRefused("192.0.2.1", "alice")).isEqualTo(10);
        assertThat(throttle.refusedFor("192.0.2.1", "alice")).isEqualTo(Duration.ofSeconds(6));
        passes(Duration.ofSeconds(4));
        assertThat(throttle.refusedFor("192.0.2.1", "alice")).isEqualTo(Duration.ofSeconds(2));
        passes(Duration.ofSeconds(2));
        assertThat(failUntilRefused("192.0.2.1", "alice")).isEqualTo(1);
        passes(Duration.ofMinutes(2));
        assertThat(failUntilRefused("192.0.2.1", "alice")).isEqualTo(10);
    }

    @Test
    void anAddressFailsTwentyTimesWithWhateverUsersAndOnceEachThreeSeconds() {
        for (int i = 0; i < 20; i++) {
            assertThat(throttle.refusedFor("192.0.2.1", "user-" + i)).isZero();
            throttle.failed("192.0.2.1", "user-" + i);
        }
        assertThat(throttle.refusedFor("192.0.2.1", "another")).isEqualTo(Duration.ofSeconds(3));
    }

    @Test
    void fromOtherAddressesTheUserIsNotRefused() {
        failUntilRefused("192.0.2.1", "alice");
        assertThat(throttle.refusedFor("192.0.2.2", "alice")).isZero();
        assertThat(throttle.refusedFor("192.0.2.1", "bob")).isZero();
    }

    @Test
    void aLimitOfZeroIsNone() {
        LoginLimits.Rate none = new LoginLimits.Rate(0, Duration.ofMinutes(1));
        LoginThrottle open = new LoginThrottle(new LoginLimits(none, none), () -> now);
        for (int i = 0; i < 1000; i++) {
            open.failed("192.0.2.1", "alice");
        }
        assertThat(open.refusedFor("192.0.2.1", "alice")).isZero();
    }
}
