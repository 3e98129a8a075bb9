package dev.moorage.domain.access;

/**
 * A pattern of the values of a token's claim. {@code *} is any text without {@code /}, {@code **} any text of at least one
 * character, and {@code ?} one character other than {@code /}.
 */
public final class ClaimPattern {
    private static final int MAX_LENGTH = 512;

    private final String text;
    private final Glob glob;

    private ClaimPattern(String text) {
        this.text = text;
        this.glob = new Glob(text.replace("**", String.valueOf(Glob.COMPONENTS)));
    }

    /**
     * Parses a pattern.
     *
     * @throws IllegalArgumentException with the reason
     */
    public static ClaimPattern parse(String text) {
        if (text.isEmpty() || text.length() > MAX_LENGTH || text.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("is not of 1 to " + MAX_LENGTH + " characters");
        }
        return new ClaimPattern(text);
    }

    /** Whether a value matches the pattern. No value of more than 1024 characters does. */
    public boolean matches(String value) {
        return value.length() <= 2 * MAX_LENGTH && glob.matches(value);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ClaimPattern pattern && text.equals(pattern.text);
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
