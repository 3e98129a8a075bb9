package dev.moorage.domain.name;

import dev.moorage.domain.error.ErrorCode;
import dev.moorage.domain.error.RegistryException;
import java.util.Optional;

/**
 * A repository's name, {@code <name>} of the OCI Distribution Specification, section "Pulling manifests": components
 * {@code [a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*} joined by {@code /}, at most 255 characters in all. Parsed by hand in one
 * pass, the length first.
 */
public record RepositoryName(String value) implements Comparable<RepositoryName> {
    /** The most characters that a name has. */
    public static final int MAX_LENGTH = 255;

    public RepositoryName {
        if (!isName(value)) {
            throw new IllegalArgumentException("not a repository name");
        }
    }

    /** The name that the text says, or nothing when it does not parse. */
    public static Optional<RepositoryName> tryParse(String text) {
        return isName(text) ? Optional.of(new RepositoryName(text)) : Optional.empty();
    }

    /**
     * The name that the text says.
     *
     * @throws RegistryException {@code NAME_INVALID} when it does not parse
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

    /** The end of one {@code /}, {@code .}, {@code _}, {@code __} or run of {@code -}; the start when there is none. */
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
