package dev.moorage.domain.cached;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Objects;
import java.util.Optional;

/**
 * When content of an upstream was last used.
 *
 * @param fetched when it was fetched, by the store's clock
 * @param pulled the last day, in UTC, on which a client has pulled it, as far as that is known
 */
public record LastUse(Instant fetched, Optional<LocalDate> pulled) {
    public LastUse {
        Objects.requireNonNull(fetched);
        Objects.requireNonNull(pulled);
    }

    /**
     * Returns whether the life after the last use is over.
     *
     * @param known the first whole day, in UTC, since which all pulls are recorded. Empty if they are not
     */
    public boolean isOver(Duration life, Instant now, Optional<LocalDate> known) {
        Instant before = now.minus(life);
        boolean areKnown = known.map(LastUse::startOf)
                .filter(since -> !since.isAfter(before))
                .isPresent();
        return areKnown
                && fetched.isBefore(before)
                && pulled.map(LastUse::endOf).orElse(fetched).isBefore(before);
    }

    /**
     * Returns the moment by which content leaves, the earliest first. Only days of pulls are known. Content that a client has pulled on a
     * later day than that of its fetch counts as used at the end of that day, and other content as used when it was fetched.
     */
    public Instant order() {
        return pulled.filter(day -> !fetched.isAfter(startOf(day)))
                .map(LastUse::endOf)
                .orElse(fetched);
    }

    private static Instant startOf(LocalDate day) {
        return day.atStartOfDay(ZoneOffset.UTC).toInstant();
    }

    private static Instant endOf(LocalDate day) {
        return startOf(day.plusDays(1));
    }
}
