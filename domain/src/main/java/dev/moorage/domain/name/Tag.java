package dev.moorage.domain.name;

import dev.moorage.domain.error.ErrorCode;
import dev.moorage.domain.error.RegistryException;
import java.util.Optional;

/**
 * A tag, {@code [A-Za-z0-9_][A-Za-z0-9._-]{0,127}}: OCI Distribution Specification, section "Pulling manifests".
 */
public record Tag(String value) implements Comparable<Tag> {
    /** The greatest length of a tag in characters. */
    public static final int MAX_LENGTH = 128;

    public Tag {
        if (!isTag(value)) {
            throw new IllegalArgumentException("not a tag");
        }
    }

    /** Parses a tag. The result is empty if the text is not a tag. */
    public static Optional<Tag> tryParse(String text) {
        return isTag(text) ? Optional.of(new Tag(text)) : Optional.empty();
    }

    /**
     * Parses a tag.
     *
     * @throws RegistryException {@code TAG_INVALID} if the text is not a tag
     */
    public static Tag parse(String text) {
        return tryParse(text).orElseThrow(() -> new RegistryException(ErrorCode.TAG_INVALID, "invalid tag"));
    }

    private static boolean isTag(String text) {
        int length = text.length();
        if (length == 0 || length > MAX_LENGTH || !isWord(text.charAt(0))) {
            return false;
        }
        for (int i = 1; i < length; i++) {
            char c = text.charAt(i);
            if (!isWord(c) && c != '.' && c != '-') {
                return false;
            }
        }
        return true;
    }

    private static boolean isWord(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_';
    }

    @Override
    public int compareTo(Tag other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
