package dev.moorage.domain.retention;

import java.time.Duration;
import java.time.Instant;

/** Times in words. */
final class Ages {
    private Ages() {}

    /** Returns how long ago something was, in its largest unit, rounded down. */
    static String ago(Instant time, Instant now) {
        Duration age = Duration.between(time, now);
        if (age.toDays() > 0) {
            return count(age.toDays(), "day") + " ago";
        }
        if (age.toHours() > 0) {
            return count(age.toHours(), "hour") + " ago";
        }
        return count(Math.max(0, age.toMinutes()), "minute") + " ago";
    }

    /** Returns a time in the largest unit that it is a multiple of. */
    static String of(Duration time) {
        if (time.equals(Duration.ofDays(time.toDays()))) {
            return count(time.toDays(), "day");
        }
        if (time.equals(Duration.ofHours(time.toHours()))) {
            return count(time.toHours(), "hour");
        }
        return time.equals(Duration.ofMinutes(time.toMinutes()))
                ? count(time.toMinutes(), "minute")
                : count(time.toSeconds(), "second");
    }

    private static String count(long number, String unit) {
        return number + " " + unit + (number == 1 ? "" : "s");
    }
}
