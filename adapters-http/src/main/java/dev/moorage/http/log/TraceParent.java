package dev.moorage.http.log;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The place of a request in a trace (W3C Trace Context, section 3.2).
 *
 * @param traceId 32 hexadecimal digits
 * @param spanId 16 hexadecimal digits: the span of the request, or that of its client, which {@code traceparent} has
 */
public record TraceParent(String traceId, String spanId) {
    private static final int TRACE = 3;
    private static final int SPAN = 36;
    private static final int FLAGS = 53;
    private static final int LENGTH = 55;

    /** Parses the header. A header that is invalid is ignored, as the specification asks for. */
    static Optional<TraceParent> parse(@Nullable String header) {
        if (header == null || header.length() < LENGTH || !isOfKnownShape(header)) {
            return Optional.empty();
        }
        TraceParent parsed = new TraceParent(header.substring(TRACE, SPAN - 1), header.substring(SPAN, FLAGS - 1));
        return isZero(parsed.traceId) || isZero(parsed.spanId) ? Optional.empty() : Optional.of(parsed);
    }

    /** Version 00 has 55 characters. Later versions may have more, after another dash. */
    private static boolean isOfKnownShape(String header) {
        boolean isLong = header.length() > LENGTH;
        return isHex(header, 0, TRACE - 1)
                && header.charAt(TRACE - 1) == '-'
                && isHex(header, TRACE, SPAN - 1)
                && header.charAt(SPAN - 1) == '-'
                && isHex(header, SPAN, FLAGS - 1)
                && header.charAt(FLAGS - 1) == '-'
                && isHex(header, FLAGS, LENGTH)
                && !header.startsWith("ff")
                && (!isLong || !header.startsWith("00") && header.charAt(LENGTH) == '-');
    }

    private static boolean isHex(String text, int from, int to) {
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            if (!(c >= '0' && c <= '9' || c >= 'a' && c <= 'f')) {
                return false;
            }
        }
        return true;
    }

    private static boolean isZero(String hex) {
        return hex.chars().allMatch(c -> c == '0');
    }
}
