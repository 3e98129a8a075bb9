package dev.moorage.domain.retention;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Objects;
import java.util.Optional;

/**
 * When something was used.
 *
 * @param pushed when it was pushed, by the store's clock
 * @param pulled the last day, in UTC, on which it was pulled, as far as that is known
 */
public record Use(Instant pushed, Optional<LocalDate> pulled) {
    public Use {
        Objects.requireNonNull(pushed);
        Objects.requireNonNull(pulled);
    }

    /** Returns the last moment at which it may have been pulled, or else was pushed. */
    Instant last() {
        return pulled.map(Use::endOf).filter(pushed::isBefore).orElse(pushed);
    }

    private static Instant endOf(LocalDate day) {
        return day.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant();
    }
}
