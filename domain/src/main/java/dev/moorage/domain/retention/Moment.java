package dev.moorage.domain.retention;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Objects;
import java.util.Optional;

/**
 * The moment of a decision.
 *
 * @param now by the store's clock
 * @param grace what was pushed within this time stays
 * @param pullsSince the first whole day, in UTC, since which all pulls are recorded. Empty if they are not
 */
public record Moment(Instant now, Duration grace, Optional<LocalDate> pullsSince) {
    /** How long pulls have to be recorded before they have an order. */
    static final Duration FOR_AN_ORDER = Duration.ofDays(30);

    /** A server that is killed loses the last pulls that it has seen, so that the time since a pull may be less than it seems. */
    private static final Duration LONGER = Duration.ofDays(1);

    public Moment {
        Objects.requireNonNull(now);
        Objects.requireNonNull(grace);
        Objects.requireNonNull(pullsSince);
    }

    boolean isWithin(Duration window, Instant time) {
        return !time.plus(window).isBefore(now);
    }

    boolean isUsedWithin(Duration window, Use use) {
        return isWithin(window.plus(LONGER), use.last());
    }

    /** Returns whether all pulls of a time are recorded. */
    boolean knowsPulls(Duration window) {
        return pullsSince
                .map(day -> day.atStartOfDay(ZoneOffset.UTC).toInstant())
                .filter(since -> !isWithin(window.plus(LONGER), since))
                .isPresent();
    }

    /** Returns whether something is too young to go. */
    boolean isYoung(Use use) {
        return !use.pushed().isBefore(now.minus(grace));
    }
}
