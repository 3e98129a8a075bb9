package dev.moorage.application.port.in.repository;

import java.util.Objects;
import java.util.Optional;

/**
 * Which page of a listing is wanted.
 *
 * @param limit the most entries, 0 or more; clamped by whoever lists
 * @param last only what sorts after this text; it need not name anything that exists
 */
public record PageRequest(int limit, Optional<String> last) {
    public PageRequest {
        Objects.requireNonNull(last);
        if (limit < 0) {
            throw new IllegalArgumentException("negative limit");
        }
    }
}
