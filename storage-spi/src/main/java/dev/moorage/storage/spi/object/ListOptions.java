package dev.moorage.storage.spi.object;

import java.util.Objects;
import java.util.Optional;

/**
 * How a listing is made.
 *
 * @param limit the most entries of a page, 1 or more. A driver may return fewer although more follow
 * @param after the listing has only entries whose {@link ObjectPage.Entry#text()} sorts after this text. It is
 *     {@link ObjectPage#next()} of the page before, or any other text
 * @param delimited whether everything below the next {@code /} after the prefix is folded into one entry
 * @param marking whether a part of the listing that cannot be read is an {@link ObjectPage.Unreadable} entry. Otherwise it
 *     makes the listing fail, so that no caller takes an incomplete listing for a complete one
 */
public record ListOptions(int limit, Optional<String> after, boolean delimited, boolean marking) {
    public ListOptions {
        Objects.requireNonNull(after);
        if (limit < 1) {
            throw new IllegalArgumentException("limit below 1");
        }
    }

    /** Options that list all keys below the prefix, in pages of at most the given number of entries. */
    public static ListOptions recursive(int limit) {
        return new ListOptions(limit, Optional.empty(), false, false);
    }

    /** Options that list what is directly below the prefix, in pages of at most the given number of entries. */
    public static ListOptions children(int limit) {
        return new ListOptions(limit, Optional.empty(), true, false);
    }

    /** The same options, for a listing that starts after a text. */
    public ListOptions after(String text) {
        return new ListOptions(limit, Optional.of(text), delimited, marking);
    }

    /** The same options, for a listing that marks what cannot be read and goes on behind it. */
    public ListOptions markingUnreadable() {
        return new ListOptions(limit, after, delimited, true);
    }
}
