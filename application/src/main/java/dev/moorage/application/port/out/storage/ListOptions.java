package dev.moorage.application.port.out.storage;

import java.util.Objects;
import java.util.Optional;

/**
 * How to list.
 *
 * @param limit the most entries of a page, 1 or more; a driver may give fewer and still have more
 * @param after only what sorts after this key; a {@link ObjectPage#next()} of the page before, or any key. In a delimited
 *     listing, what is folded under this very key is left out too
 * @param delimited whether everything below the next {@code /} after the prefix is folded into one entry
 */
public record ListOptions(int limit, Optional<ObjectKey> after, boolean delimited) {
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

    /** The same listing from after a key on. */
    public ListOptions after(ObjectKey key) {
        return new ListOptions(limit, Optional.of(key), delimited);
    }
}
