package dev.moorage.application.service.browse;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Takes texts out of JSON that a client has written, up to a length for each and for all of them. */
final class KeptText {
    private static final int MAX_EACH = 4096;
    private static final int MAX_ALL = 256 << 10;
    private static final int MAX_PAIRS = 256;
    private static final String CUT = "…";

    private int kept;

    /** Returns a text, or the empty text for anything else. A long one is cut. */
    String of(JsonNode node) {
        return of(node.isString() ? node.stringValue() : "");
    }

    /** Returns a text, which is cut if it is long. */
    String of(String text) {
        int most = Math.min(MAX_EACH, MAX_ALL - kept);
        String result = text;
        if (text.length() > most) {
            int end = most > 0 && Character.isHighSurrogate(text.charAt(most - 1)) ? most - 1 : most;
            result = end > 0 ? text.substring(0, end) + CUT : "";
        }
        kept = Math.min(MAX_ALL, kept + result.length());
        return result;
    }

    /** Returns a text that is not empty. */
    Optional<String> present(JsonNode node) {
        return Optional.of(of(node)).filter(text -> !text.isEmpty());
    }

    /** Returns a time (RFC 3339), or nothing for another text. */
    static Optional<Instant> time(JsonNode node) {
        try {
            return node.isString() ? Optional.of(Instant.parse(node.stringValue())) : Optional.empty();
        } catch (DateTimeException _) {
            return Optional.empty();
        }
    }

    /** Returns the first members of an object that are texts. */
    Map<String, String> pairs(JsonNode object) {
        Map<String, String> pairs = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> entry : object.properties()) {
            if (pairs.size() == MAX_PAIRS) {
                break;
            }
            if (entry.getValue().isString()) {
                pairs.put(of(entry.getKey()), of(entry.getValue()));
            }
        }
        return pairs;
    }

    /** Returns the number of characters that were kept. */
    int length() {
        return kept;
    }
}
