package dev.moorage.http.endpoint;

import dev.moorage.domain.blob.ByteRange;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The {@code Range} header of a request for a blob (RFC 9110, section 14). Byte ranges are supported. Any other unit, and
 * more than {@value #MAX_RANGES} ranges, are ignored, as section 14.2 allows.
 */
public sealed interface RangeHeader {
    /** The most ranges in one response. Each range is one read from storage. */
    int MAX_RANGES = 16;

    /** The whole blob is requested. */
    record Whole() implements RangeHeader {}

    /** One range of the blob is requested. */
    record Part(ByteRange range) implements RangeHeader {}

    /**
     * Several ranges of the blob are requested. They are in the order of the request, and no two of them overlap or adjoin.
     */
    record Parts(List<ByteRange> ranges) implements RangeHeader {
        public Parts {
            ranges = List.copyOf(ranges);
        }
    }

    /** The requested range lies outside the blob. */
    record Unsatisfiable() implements RangeHeader {}

    /**
     * Parses a {@code Range} header.
     *
     * @param size the size of the blob, in bytes
     */
    static RangeHeader parse(Optional<String> header, long size) {
        String unit = "bytes=";
        if (header.isEmpty() || !header.get().regionMatches(true, 0, unit, 0, unit.length())) {
            return new Whole();
        }
        List<RangeHeader> wanted = new ArrayList<>();
        for (String element : header.get().substring(unit.length()).split(",", -1)) {
            String text = element.strip();
            if (!text.isEmpty()) {
                RangeHeader one = one(text, size);
                if (one instanceof Whole || wanted.size() == MAX_RANGES) {
                    return new Whole();
                }
                wanted.add(one);
            }
        }
        return wanted.isEmpty() ? new Whole() : joined(wanted);
    }

    private static RangeHeader joined(List<RangeHeader> wanted) {
        List<ByteRange> ranges = new ArrayList<>();
        for (RangeHeader one : wanted) {
            if (one instanceof Part(ByteRange range)) {
                join(ranges, range);
            }
        }
        return switch (ranges.size()) {
            case 0 -> new Unsatisfiable();
            case 1 -> new Part(ranges.getFirst());
            default -> new Parts(ranges);
        };
    }

    /** Adds a range, or merges it into the first range that it touches. The merged range may then touch others. */
    private static void join(List<ByteRange> ranges, ByteRange added) {
        for (int i = 0; i < ranges.size(); i++) {
            ByteRange other = ranges.get(i);
            if (added.offset() <= end(other) && other.offset() <= end(added)) {
                long offset = Math.min(added.offset(), other.offset());
                ranges.remove(i);
                List<ByteRange> after = new ArrayList<>(ranges.subList(i, ranges.size()));
                ranges.subList(i, ranges.size()).clear();
                join(ranges, new ByteRange(offset, Math.max(end(added), end(other)) - offset));
                after.forEach(each -> join(ranges, each));
                return;
            }
        }
        ranges.add(added);
    }

    private static long end(ByteRange range) {
        return range.offset() + range.length();
    }

    private static RangeHeader one(String text, long size) {
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

    /**
     * Parses a number with any count of digits. A number too large for a long is read as the largest long, since no blob
     * reaches that far.
     */
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
