package dev.moorage.domain.retention;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/**
 * The conditions of a rule. Each of them keeps, and a rule without any keeps always.
 *
 * @param pushedWithin keeps what was pushed at most this time ago
 * @param pulledWithin keeps what was pulled or pushed at most this time ago, and a day longer
 * @param mostRecentlyPushed keeps this number of those that the rule selects, those that were pushed last
 * @param mostRecentlyPulled keeps this number of those that the rule selects, those that were pulled or pushed last
 */
public record Conditions(
        Optional<Duration> pushedWithin,
        Optional<Duration> pulledWithin,
        OptionalInt mostRecentlyPushed,
        OptionalInt mostRecentlyPulled) {
    /** Keeps always. */
    public static final Conditions NONE =
            new Conditions(Optional.empty(), Optional.empty(), OptionalInt.empty(), OptionalInt.empty());

    public Conditions {
        Objects.requireNonNull(pushedWithin);
        Objects.requireNonNull(pulledWithin);
        Objects.requireNonNull(mostRecentlyPushed);
        Objects.requireNonNull(mostRecentlyPulled);
        if (Stream.of(pushedWithin, pulledWithin)
                .flatMap(Optional::stream)
                .anyMatch(time -> time.isNegative() || time.isZero())) {
            throw new IllegalArgumentException("a time is not longer than none");
        }
        if (mostRecentlyPushed.orElse(1) < 1 || mostRecentlyPulled.orElse(1) < 1) {
            throw new IllegalArgumentException("a number is less than 1");
        }
    }

    /** Returns whether there is no condition. */
    public boolean areNone() {
        return equals(NONE);
    }

    /** Returns whether a condition is about pulls. */
    public boolean needPulls() {
        return pulledWithin.isPresent() || mostRecentlyPulled.isPresent();
    }
}
