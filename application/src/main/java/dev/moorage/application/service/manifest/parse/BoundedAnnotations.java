package dev.moorage.application.service.manifest.parse;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Selects the annotations of a manifest that fit into its descriptor in a list of referrers. The others are left out.
 */
public final class BoundedAnnotations implements ManifestObserver {
    private static final int QUOTES_COLON_COMMA = 6;

    private final int maxBytes;
    private final Map<String, String> kept = new LinkedHashMap<>();
    private int bytes;

    /**
     * @param maxBytes the greatest size of all annotations as JSON, in bytes
     */
    public BoundedAnnotations(int maxBytes) {
        this.maxBytes = maxBytes;
    }

    @Override
    public void annotation(String key, String value) {
        long length = jsonLength(Map.of(key, value));
        if (bytes + length <= maxBytes) {
            bytes += (int) length;
            kept.put(key, value);
        }
    }

    /** Returns the annotations that fit, in the manifest's order. */
    public Map<String, String> kept() {
        return kept;
    }

    /** Returns an upper bound for the bytes that annotations take as members of a JSON object. */
    public static long jsonLength(Map<String, String> annotations) {
        return annotations.entrySet().stream()
                .mapToLong(entry -> QUOTES_COLON_COMMA + jsonLength(entry.getKey()) + jsonLength(entry.getValue()))
                .sum();
    }

    /** Returns an upper bound for the bytes that a text takes as a JSON string, without its quotes. */
    public static long jsonLength(String text) {
        long length = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ') {
                length += 6;
            } else if (c < 0x80) {
                length += c == '"' || c == '\\' ? 2 : 1;
            } else {
                length += c < 0x800 ? 2 : 3;
            }
        }
        return length;
    }
}
