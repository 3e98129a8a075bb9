package dev.moorage.domain.name;

import dev.moorage.domain.error.ErrorCode;
import dev.moorage.domain.error.RegistryException;
import java.util.Optional;

/**
 * The name of a repository, {@code <name>} of the OCI Distribution Specification, section "Pulling manifests". It
 * consists of components {@code [a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*} joined by {@code /}, with at most 255 characters in
 * all. The parser checks the length first and then reads the text once, without a regular expression.
 */
public record RepositoryName(String value) implements Comparable<RepositoryName> {
    /** The greatest length of a name in characters. */
    public static final int MAX_LENGTH = 255;

    public RepositoryName {
        if (!isName(value)) {
            throw new IllegalArgumentException("not a repository name");
        }
    }

    /** Parses a name. The result is empty if the text is not a name. */
    public static Optional<RepositoryName> tryParse(String text) {
        return isName(text) ? Optional.of(new RepositoryName(text)) : Optional.empty();
    }

    /**
     * Parses a name.
     *
     * @throws RegistryException {@code NAME_INVALID} if the text is not a name
     */
    public static RepositoryName parse(String text) {
        return tryParse(text)
                .orElseThrow(() -> new RegistryException(ErrorCode.NAME_INVALID, ErrorCode.NAME_INVALID.message()));
    }

    private static boolean isName(String text) {
        int length = text.length();
        if (length == 0 || length > MAX_LENGTH) {
            return false;
        }
        int i = 0;
        while (true) {
            int end = skipAlphanumeric(text, i);
            if (end == i) {
                return false;
            }
            if (end == length) {
                return true;
            }
            i = skipSeparator(text, end);
            if (i == end) {
                return false;
            }
        }
    }

    private static int skipAlphanumeric(String text, int from) {
        int i = from;
        while (i < text.length() && isAlphanumeric(text.charAt(i))) {
            i++;
        }
        return i;
    }

    /**
     * Returns the index after one separator: {@code /}, {@code .}, {@code _}, {@code __} or a run of {@code -}. Returns
     * {@code from} if there is none.
     */
    private static int skipSeparator(String text, int from) {
        return switch (text.charAt(from)) {
            case '/', '.' -> from + 1;
            case '_' -> from + 1 < text.length() && text.charAt(from + 1) == '_' ? from + 2 : from + 1;
            case '-' -> {
                int i = from;
                while (i < text.length() && text.charAt(i) == '-') {
                    i++;
                }
                yield i;
            }
            default -> from;
        };
    }

    private static boolean isAlphanumeric(char c) {
        return c >= 'a' && c <= 'z' || c >= '0' && c <= '9';
    }

    @Override
    public int compareTo(RepositoryName other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
