package dev.moorage.application.port.in.mirror;

import java.util.List;
import java.util.regex.Pattern;

/**
 * Selects texts by patterns, each of which must match the whole text.
 *
 * @param allow one of them must match. All texts are allowed if there is none
 * @param deny none of them may match
 */
public record TextFilter(List<Pattern> allow, List<Pattern> deny) {
    /** Selects every text. */
    public static final TextFilter ALL = new TextFilter(List.of(), List.of());

    public TextFilter {
        allow = List.copyOf(allow);
        deny = List.copyOf(deny);
    }

    /** Returns whether a text is selected. */
    public boolean matches(String text) {
        return (allow.isEmpty() || any(allow, text)) && !any(deny, text);
    }

    private static boolean any(List<Pattern> patterns, String text) {
        return patterns.stream().anyMatch(pattern -> pattern.matcher(text).matches());
    }
}
