package dev.moorage.storage.spi;

import java.util.Objects;
import java.util.Optional;

/**
 * How to list.
 *
 * @param limit the most entries of a page, 1 or more; a driver may give fewer and still have more
 * @param after only entries whose {@link ObjectPage.Entry#text()} sorts after this text: {@link ObjectPage#next()} of the
 *     page before, or any other
 * @param delimited whether everything below the next {@code /} after the prefix is folded into one entry
 */
public record ListOptions(int limit, Optional<String> after, boolean delimited) {
    public ListOptions {
        Objects.requireNonNull(after);
        if (limit < 1) {
            throw new IllegalArgumentException("limit below 1");
        }
    }

    /** All keys below the prefix, in pages of that many. */
    public static ListOptions recursive(int limit) {
        return new ListOptions(limit, Optional.empty(), false);
    }

    /** What is directly below the prefix, in pages of that many. */
    public static ListOptions children(int limit) {
        return new ListOptions(limit, Optional.empty(), true);
    }

    /** The same listing from after a text on. */
    public ListOptions after(String text) {
        return new ListOptions(limit, Optional.of(text), delimited);
    }
}
