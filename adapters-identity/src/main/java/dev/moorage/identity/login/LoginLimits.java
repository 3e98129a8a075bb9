package dev.moorage.identity.login;

import java.time.Duration;
import java.util.Objects;

/**
 * Limits of failed logins.
 *
 * @param perAddress the limit of one IPv4 address, or of one /64 network of IPv6
 * @param perUser the limit of one user name from one address or network, whether or not the user exists
 */
public record LoginLimits(Rate perAddress, Rate perUser) {
    public LoginLimits {
        Objects.requireNonNull(perAddress);
        Objects.requireNonNull(perUser);
    }

    /**
     * A rate of failures: up to {@code count} at once. After that one more is allowed each time {@code per} divided by
     * {@code count} has passed.
     *
     * @param count the number of failures, or 0 for no limit
     */
    public record Rate(int count, Duration per) {
        public Rate {
            if (count < 0 || per.isNegative() || per.isZero()) {
                throw new IllegalArgumentException("a rate is not of a number in a time");
            }
        }

        static Rate perMinute(int count) {
            return new Rate(count, Duration.ofMinutes(1));
        }

        boolean isUnlimited() {
            return count == 0;
        }
    }

    /** The limits without a configuration. */
    public static LoginLimits defaults() {
        return new LoginLimits(Rate.perMinute(20), Rate.perMinute(10));
    }
}
