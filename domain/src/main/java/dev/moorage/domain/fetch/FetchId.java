package dev.moorage.domain.fetch;

import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/**
 * The id of a fetch. A fetch that begins anew has another id, so that a writer of an earlier one never meets its bytes.
 */
public record FetchId(UUID value) {
    public FetchId {
        Objects.requireNonNull(value);
    }

    /** Parses an id in its canonical form. The result is empty if the text is anything else. */
    public static Optional<FetchId> tryParse(String text) {
        try {
            UUID value = UUID.fromString(text);
            return value.toString().equals(text) ? Optional.of(new FetchId(value)) : Optional.empty();
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
