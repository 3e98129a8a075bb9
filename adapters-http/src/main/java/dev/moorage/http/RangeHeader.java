package dev.moorage.http;

import dev.moorage.domain.blob.ByteRange;
import java.util.Optional;

/** {@code Range} of a request for a blob: RFC 9110, section 14. One range of bytes; anything else is as if it were absent. */
sealed interface RangeHeader {
    /** The whole blob is wanted. */
    record Whole() implements RangeHeader {}

    /** These of its bytes are. */
    record Part(ByteRange range) implements RangeHeader {}

    /** Bytes are wanted that the blob does not have. */
    record Unsatisfiable() implements RangeHeader {}

    /**
     * @param size the blob's, in bytes
     */
    static RangeHeader parse(Optional<String> header, long size) {
        if (header.isEmpty()
                || !header.get().startsWith("bytes=")
                || header.get().indexOf(',') >= 0) {
            return new Whole();
        }
        String text = header.get().substring("bytes=".length()).strip();
        int dash = text.indexOf('-');
        if (dash < 0) {
            return new Whole();
        }
        Optional<Long> first = number(text.substring(0, dash).strip());
        Optional<Long> last = number(text.substring(dash + 1).strip());
        boolean malformed = first.isEmpty() && dash > 0 || last.isEmpty() && dash < text.length() - 1;
        if (malformed || first.isEmpty() && last.isEmpty()) {
            return new Whole();
        }
        return first.isEmpty() ? suffix(last.get(), size) : part(first.get(), last.orElse(Long.MAX_VALUE), size);
    }

    private static RangeHeader suffix(long length, long size) {
        return length == 0 || size == 0
                ? new Unsatisfiable()
                : new Part(new ByteRange(Math.max(0, size - length), Math.min(length, size)));
    }

    private static RangeHeader part(long first, long last, long size) {
        if (last < first) {
            return new Whole();
        }
        return first >= size
                ? new Unsatisfiable()
                : new Part(new ByteRange(first, Math.min(last, size - 1) - first + 1));
    }

    /** A number of any length; what no blob's size reaches is as good as the largest. */
    private static Optional<Long> number(String digits) {
        if (digits.isEmpty() || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return Optional.empty();
        }
        long number = 0;
        for (int i = 0; i < digits.length(); i++) {
            int digit = digits.charAt(i) - '0';
            number = number > (Long.MAX_VALUE - digit) / 10 ? Long.MAX_VALUE : 10 * number + digit;
        }
        return Optional.of(number);
    }
}
