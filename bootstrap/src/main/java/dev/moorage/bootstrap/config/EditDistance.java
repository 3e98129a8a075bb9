package dev.moorage.bootstrap.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/**
 * Counts the letters that must be added, removed or changed to make one word of another, to suggest a key for a misspelt
 * one.
 */
public final class EditDistance {
    private static final int MOST_EDITS = 3;

    private EditDistance() {}

    /** Returns the known word nearest to an unknown one, or empty where none is near. */
    public static Optional<String> nearest(String word, Collection<String> known) {
        int most = Math.min(MOST_EDITS, word.length() / 2);
        return known.stream()
                .min(Comparator.comparingInt(candidate -> betweenInAnyCase(word, candidate)))
                .filter(candidate -> betweenInAnyCase(word, candidate) <= most);
    }

    private static int betweenInAnyCase(String from, String to) {
        return between(from.toLowerCase(Locale.ROOT), to.toLowerCase(Locale.ROOT));
    }

    static int between(String from, String to) {
        int[] previous = new int[to.length() + 1];
        for (int j = 0; j <= to.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= from.length(); i++) {
            int[] current = new int[to.length() + 1];
            current[0] = i;
            for (int j = 1; j <= to.length(); j++) {
                int changed = previous[j - 1] + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                current[j] = Math.min(changed, 1 + Math.min(previous[j], current[j - 1]));
            }
            previous = current;
        }
        return previous[to.length()];
    }
}
