package dev.moorage.domain.upload;

import java.util.Optional;

/**
 * The {@code Content-Range} of a chunk: OCI Distribution Specification, section "Pushing a blob in chunks".
 *
 * @param first the index of the chunk's first byte in the blob
 * @param last the index of the chunk's last byte, inclusive
 */
public record ChunkRange(long first, long last) {
    private static final int MAX_DIGITS = 18;
    private static final String UNIT = "bytes ";

    public ChunkRange {
        if (first < 0 || last < first) {
            throw new IllegalArgumentException("not a range");
        }
    }

    /** Returns the number of bytes in the chunk, at least one. */
    public long length() {
        return last - first + 1;
    }

    /**
     * Parses a header value. The result is empty if it does not parse. Two forms are accepted: {@code <first>-<last>},
     * and {@code bytes <first>-<last>/<total or *>} of RFC 9110 with the unit in any letter case.
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
        if (digits.isEmpty() || digits.length() > MAX_DIGITS) {
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
