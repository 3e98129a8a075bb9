package dev.moorage.bootstrap.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/**
 * Counts the letters that must be added, removed or changed, and the neighbours that must be exchanged, to make one word of
 * another, to suggest a key for a misspelt one.
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
        int[][] edits = new int[from.length() + 1][to.length() + 1];
        for (int i = 0; i <= from.length(); i++) {
            for (int j = 0; j <= to.length(); j++) {
                edits[i][j] = i == 0 || j == 0 ? i + j : least(from, to, i, j, edits);
            }
        }
        return edits[from.length()][to.length()];
    }

    private static int least(String from, String to, int i, int j, int[][] edits) {
        int changed = edits[i - 1][j - 1] + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        int least = Math.min(changed, 1 + Math.min(edits[i - 1][j], edits[i][j - 1]));
        boolean exchanged = i > 1
                && j > 1
                && from.charAt(i - 1) == to.charAt(j - 2)
                && from.charAt(i - 2) == to.charAt(j - 1);
        return exchanged ? Math.min(least, 1 + edits[i - 2][j - 2]) : least;
    }
}
