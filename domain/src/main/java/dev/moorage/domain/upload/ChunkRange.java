package dev.moorage.domain.upload;

import java.util.Optional;

/**
 * The {@code Content-Range} of a chunk: OCI Distribution Specification, section "Pushing a blob in chunks".
 *
 * @param first the index of the chunk's first byte in the blob
 * @param last the index of its last byte, inclusive
 */
public record ChunkRange(long first, long last) {
    private static final int MOST_DIGITS = 18;
    private static final String UNIT = "bytes ";

    public ChunkRange {
        if (first < 0 || last < first) {
            throw new IllegalArgumentException("not a range");
        }
    }

    /** How many bytes the chunk has, at least one. */
    public long length() {
        return last - first + 1;
    }

    /**
     * The range that the header says, or nothing when it does not parse: {@code <first>-<last>}, and {@code bytes
     * <first>-<last>/<total or *>} of RFC 9110 too, with the unit in any case.
     */
    public static Optional<ChunkRange> tryParse(String header) {
        String text = header.strip();
        if (text.regionMatches(true, 0, UNIT, 0, UNIT.length())) {
            int slash = text.indexOf('/');
            if (slash < 0 || !isTotal(text.substring(slash + 1))) {
                return Optional.empty();
            }
            text = text.substring(UNIT.length(), slash);
        }
        int dash = text.indexOf('-');
        if (dash < 0) {
            return Optional.empty();
        }
        long first = number(text.substring(0, dash));
        long last = number(text.substring(dash + 1));
        return first < 0 || last < first ? Optional.empty() : Optional.of(new ChunkRange(first, last));
    }

    private static boolean isTotal(String text) {
        return text.equals("*") || number(text) >= 0;
    }

    private static long number(String digits) {
        if (digits.isEmpty() || digits.length() > MOST_DIGITS) {
            return -1;
        }
        for (int i = 0; i < digits.length(); i++) {
            if (digits.charAt(i) < '0' || digits.charAt(i) > '9') {
                return -1;
            }
        }
        return Long.parseLong(digits);
    }
}
