package dev.moorage.application.port.in.repository;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A sorted page of a listing.
 *
 * @param more whether more entries may follow
 * @param position where the next page begins, for {@link PageRequest#position}. Empty where it begins after the last entry
 */
public record Page<T>(List<T> entries, boolean more, Optional<String> position) {
    public Page {
        entries = List.copyOf(entries);
        Objects.requireNonNull(position);
    }

    /** A page after whose last entry the next one begins. */
    public Page(List<T> entries, boolean more) {
        this(entries, more, Optional.empty());
    }
}
