package dev.moorage.application.port.in.repository;

import java.util.List;

/**
 * A page of a listing, sorted.
 *
 * @param more whether there are entries after these
 */
public record Page<T>(List<T> entries, boolean more) {
    public Page {
        entries = List.copyOf(entries);
    }
}
