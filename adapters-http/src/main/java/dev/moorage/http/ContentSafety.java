package dev.moorage.http;

import java.util.Map;

/**
 * What every answer under {@code /v2/} says to browsers: its type is the one that it names, and whatever it is, it loads and runs
 * nothing. {@code http.headers} may name these headers too, and then decides.
 */
public final class ContentSafety {
    /** Headers and their values. */
    public static final Map<String, String> HEADERS = Map.of(
            "X-Content-Type-Options", "nosniff",
            "Content-Security-Policy", "default-src 'none'; sandbox");

    private ContentSafety() {}
}
