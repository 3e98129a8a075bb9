package dev.moorage.application.port.in.maintenance;

import java.util.Objects;
import java.util.Optional;

/**
 * What a page of the trash was.
 *
 * @param entries the number of its entries
 * @param unknown the number of records among them that were written by another version or are damaged
 * @param next the position for the next page. Empty on the last one
 */
public record TrashPage(long entries, long unknown, Optional<String> next) {
    public TrashPage {
        Objects.requireNonNull(next);
    }
}
