package dev.moorage.domain.access;

import dev.moorage.domain.name.Tag;

/** A pattern of whole tags. {@code *} is any text, and {@code ?} one character. */
public final class TagPattern {
    private final String text;
    private final Glob glob;

    private TagPattern(String text) {
        this.text = text;
        this.glob = new Glob(text);
    }

    /**
     * Parses a pattern.
     *
     * @throws IllegalArgumentException with the reason, when no tag can match
     */
    public static TagPattern parse(String text) {
        if (text.isEmpty() || text.length() > Tag.MAX_LENGTH) {
            throw new IllegalArgumentException("is not of 1 to " + Tag.MAX_LENGTH + " characters");
        }
        if (text.contains("**")) {
            throw new IllegalArgumentException("has **: a tag has no components, so write *");
        }
        if (!text.chars().allMatch(TagPattern::mayStand)) {
            throw new IllegalArgumentException(
                    "has a character that no tag has. It may hold A-Z, a-z, 0-9, . _ - and * ?");
        }
        return new TagPattern(text);
    }

    private static boolean mayStand(int c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || "._-*?".indexOf(c) >= 0;
    }

    /** Whether a tag matches the pattern. */
    public boolean matches(Tag tag) {
        return glob.matches(tag.value());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TagPattern pattern && text.equals(pattern.text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return text;
    }
}
