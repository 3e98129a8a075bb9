package dev.moorage.http.endpoint;

import java.util.Map;

/**
 * Security headers of every response under {@code /v2/}. They forbid a browser to guess another media type, and to load or
 * run anything. Headers of the same name in {@code http.headers} take precedence.
 */
public final class ContentSafety {
    /** The header names, with their values. */
    public static final Map<String, String> HEADERS = Map.of(
            "X-Content-Type-Options", "nosniff",
            "Content-Security-Policy", "default-src 'none'; sandbox");

    private ContentSafety() {}
}
