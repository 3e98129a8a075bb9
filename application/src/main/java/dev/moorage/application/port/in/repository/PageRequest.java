package dev.moorage.application.port.in.repository;

import java.util.Objects;
import java.util.Optional;

/**
 * Selects a page of a listing.
 *
 * @param limit the greatest number of entries, 0 or more. Each use case applies its own upper bound
 * @param last the text after which the page starts. It need not name anything that exists
 * @param position the position of an earlier page, which goes before {@code last}, or empty
 */
public record PageRequest(int limit, Optional<String> last, Optional<String> position) {
    public PageRequest {
        Objects.requireNonNull(last);
        Objects.requireNonNull(position);
        if (limit < 0) {
            throw new IllegalArgumentException("negative limit");
        }
    }

    /** Selects a page that begins after a text. */
    public PageRequest(int limit, Optional<String> last) {
        this(limit, last, Optional.empty());
    }
}
