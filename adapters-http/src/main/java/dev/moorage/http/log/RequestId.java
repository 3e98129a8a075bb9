package dev.moorage.http.log;

import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** Identifiers of requests. They are unique, and no secret. */
final class RequestId {
    private static final int LEAST = 8;
    private static final int MOST = 64;
    private static final long VERSION_7 = 0x7000L;
    private static final long VARIANT = 0x8000_0000_0000_0000L;

    private RequestId() {}

    /** Makes an identifier: a UUID of version 7, which begins with the time (RFC 9562, section 5.7). */
    static String random() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        long high = System.currentTimeMillis() << 16 | VERSION_7 | random.nextInt(1 << 12);
        return new UUID(high, VARIANT | random.nextLong() >>> 2).toString();
    }

    /** Returns an identifier that a proxy has sent, if it can stand in every log as it is. */
    static Optional<String> of(@Nullable String header) {
        return header != null && isUsable(header) ? Optional.of(header) : Optional.empty();
    }

    private static boolean isUsable(String text) {
        if (text.length() < LEAST || text.length() > MOST) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean usable = c >= 'a' && c <= 'z'
                    || c >= 'A' && c <= 'Z'
                    || c >= '0' && c <= '9'
                    || c == '-'
                    || c == '.'
                    || c == '_';
            if (!usable) {
                return false;
            }
        }
        return true;
    }
}
