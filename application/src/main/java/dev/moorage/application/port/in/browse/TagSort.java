package dev.moorage.application.port.in.browse;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The orders of tags. */
public enum TagSort {
    /** {@code latest}, then versions with the newest first, then other names. Numbers are compared as numbers. */
    VERSION,
    /** By name, as the specification sorts them. */
    NAME,
    /** Those that were set last come first. */
    PUSHED,
    /** Those whose image was made last come first. Images without a time come at the end. */
    CREATED;

    /** Returns the word of the order, as a query has it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Parses the word of an order. The result is empty for another word. */
    public static Optional<TagSort> tryParse(String word) {
        return Arrays.stream(values()).filter(sort -> sort.word().equals(word)).findFirst();
    }

    /** Whether the order needs the link of each tag. */
    public boolean isByTime() {
        return this == PUSHED || this == CREATED;
    }
}
