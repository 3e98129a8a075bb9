package dev.moorage.http.access;

import java.time.Duration;
import java.util.Objects;

/**
 * How many logins may fail.
 *
 * @param perAddress from one IPv4 address, or one /64 network of IPv6
 * @param perUser of one user from one such address, whether or not there is the user
 */
public record LoginLimits(Rate perAddress, Rate perUser) {
    public LoginLimits {
        Objects.requireNonNull(perAddress);
        Objects.requireNonNull(perUser);
    }

    /**
     * So many in so long a time: as many at once, and then one more each time its part of the time has passed.
     *
     * @param count 0 for any number
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

    /** What holds without a configuration. */
    public static LoginLimits defaults() {
        return new LoginLimits(Rate.perMinute(20), Rate.perMinute(10));
    }
}
