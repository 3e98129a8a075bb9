package dev.moorage.bootstrap.section;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalTime;
import java.util.Objects;
import java.util.Optional;

/**
 * A part of each day, for example {@code 01:00-06:00}. It spans midnight where it ends before it begins, and is the whole day
 * where it ends at the moment in which it begins.
 *
 * @param from the first moment
 * @param to the moment after the last one
 */
public record HoursOfDay(LocalTime from, LocalTime to) {
    /** The whole day. */
    public static final HoursOfDay ALL = new HoursOfDay(LocalTime.MIDNIGHT, LocalTime.MIDNIGHT);

    private static final Duration SHORTEST = Duration.ofMinutes(10);

    public HoursOfDay {
        Objects.requireNonNull(from);
        Objects.requireNonNull(to);
    }

    /** Returns whether a time of the day is in this part of it. */
    public boolean contains(LocalTime time) {
        boolean begun = !time.isBefore(from);
        boolean before = time.isBefore(to);
        return from.isBefore(to) ? begun && before : begun || before;
    }

    private boolean isLongEnough() {
        Duration length = Duration.between(from, to);
        Duration inADay = length.isNegative() ? length.plusDays(1) : length;
        return inADay.compareTo(SHORTEST) >= 0;
    }

    /** Reads two times of 24 hours and a hyphen. Empty for any other text, and for a part shorter than ten minutes. */
    static Optional<HoursOfDay> parse(String text) {
        int hyphen = text.indexOf('-');
        if (hyphen < 0) {
            return Optional.empty();
        }
        try {
            LocalTime from = LocalTime.parse(text.substring(0, hyphen).strip());
            LocalTime to = LocalTime.parse(text.substring(hyphen + 1).strip());
            return Optional.of(new HoursOfDay(from, to)).filter(HoursOfDay::isLongEnough);
        } catch (DateTimeException _) {
            return Optional.empty();
        }
    }
}
