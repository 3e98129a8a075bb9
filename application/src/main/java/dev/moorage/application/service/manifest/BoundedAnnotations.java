package dev.moorage.application.service.manifest;

import java.util.LinkedHashMap;
import java.util.Map;

/** The annotations of a manifest that fit into its descriptor of a referrers list. Those that do not are left out. */
final class BoundedAnnotations implements ManifestObserver {
    private static final int QUOTES_COLON_COMMA = 6;

    private final int maxBytes;
    private final Map<String, String> kept = new LinkedHashMap<>();
    private int bytes;

    /**
     * @param maxBytes the most bytes of JSON that all of them have
     */
    BoundedAnnotations(int maxBytes) {
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

    /** The annotations that fit, in the manifest's order. */
    Map<String, String> kept() {
        return kept;
    }

    /** How many bytes annotations take as members of a JSON object, or more. */
    static long jsonLength(Map<String, String> annotations) {
        return annotations.entrySet().stream()
                .mapToLong(entry -> QUOTES_COLON_COMMA + jsonLength(entry.getKey()) + jsonLength(entry.getValue()))
                .sum();
    }

    /** How many bytes a text takes as a JSON string, or more, its quotes aside. */
    static long jsonLength(String text) {
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
