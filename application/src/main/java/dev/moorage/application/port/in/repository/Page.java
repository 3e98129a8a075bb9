package dev.moorage.application.port.in.repository;

import java.util.List;

/**
 * A sorted page of a listing.
 *
 * @param more whether more entries follow
 */
public record Page<T>(List<T> entries, boolean more) {
    public Page {
        entries = List.copyOf(entries);
    }
}
