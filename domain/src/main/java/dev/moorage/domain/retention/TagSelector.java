package dev.moorage.domain.retention;

import dev.moorage.domain.access.TagPattern;
import dev.moorage.domain.name.Tag;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Selects tags: a glob such as {@code v*}, or a regular expression of whole tags between slashes, {@code /v\d+/}. An expression
 * that takes too many steps on a tag selects that tag, since what rules select stays.
 */
public final class TagSelector {
    private static final int MAX_LENGTH = 512;

    /** The most characters of a tag that an expression may read, each time it reads one. Common ones read some hundred. */
    private static final int MOST_READS = 100_000;

    private final String text;
    private final Optional<TagPattern> glob;
    private final Optional<Pattern> expression;

    private TagSelector(String text, Optional<TagPattern> glob, Optional<Pattern> expression) {
        this.text = text;
        this.glob = glob;
        this.expression = expression;
    }

    /**
     * Parses a selector.
     *
     * @throws IllegalArgumentException with the reason
     */
    public static TagSelector parse(String text) {
        if (!text.startsWith("/")) {
            return new TagSelector(text, Optional.of(TagPattern.parse(text)), Optional.empty());
        }
        if (text.length() < 3 || !text.endsWith("/")) {
            throw new IllegalArgumentException("is no regular expression between slashes, such as /v[0-9]+/");
        }
        if (text.length() > MAX_LENGTH) {
            throw new IllegalArgumentException("is longer than " + MAX_LENGTH + " characters");
        }
        try {
            Pattern pattern = Pattern.compile(text.substring(1, text.length() - 1));
            return new TagSelector(text, Optional.empty(), Optional.of(pattern));
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException("is not a regular expression: " + e.getDescription(), e);
        }
    }

    /** Returns whether the selector selects a tag. */
    public boolean matches(Tag tag) {
        return glob.isPresent()
                ? glob.get().matches(tag)
                : expression.filter(one -> matches(one, tag)).isPresent();
    }

    private static boolean matches(Pattern expression, Tag tag) {
        try {
            return expression.matcher(new CountedText(tag.value(), new int[1])).matches();
        } catch (TooManyReads | StackOverflowError _) {
            return true;
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TagSelector selector && text.equals(selector.text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return text;
    }

    /** Ends a match that takes too long. */
    private static final class TooManyReads extends RuntimeException {
        private static final long serialVersionUID = 1L;

        TooManyReads() {
            super("the expression reads the tag too often", null, false, false);
        }
    }

    /** A text that counts how often a character is read. An expression that backtracks can read it for hours. */
    private record CountedText(String text, int[] reads) implements CharSequence {
        @Override
        public char charAt(int index) {
            reads[0]++;
            if (reads[0] > MOST_READS) {
                throw new TooManyReads();
            }
            return text.charAt(index);
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return text.subSequence(start, end);
        }

        @Override
        public String toString() {
            return text;
        }
    }
}
