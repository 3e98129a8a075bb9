package dev.moorage.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * The limits that Javadoc and documents keep. A component is the subject of a sentence, and a sentence states one fact: words
 * that stand for an unnamed person, and semicolons, are rare.
 */
final class PlainEnglish {
    private static final Pattern WORD = Pattern.compile("[A-Za-z']+");
    private static final Pattern SENTENCE = Pattern.compile("[.!?](\\s|$)");
    private static final Pattern PRIVATE = Pattern.compile(
            "\\b(who|whoever|whom|somebody|nobody|everybody|anybody|told|tells|hears?|beside|such|meanwhile)\\b",
            Pattern.CASE_INSENSITIVE);

    /** The fewest words and sentences that a rate is computed over, so that a short text may have one exception. */
    private static final int LEAST_WORDS = 1000;

    private static final int LEAST_SENTENCES = 50;

    private PlainEnglish() {}

    static long words(String text) {
        return WORD.matcher(text).results().count();
    }

    /** Fails if a text has 2.5 or more private words in 1,000 words. */
    static void assertThatSubjectsAreNamed(String text) {
        List<String> found =
                PRIVATE.matcher(text).results().map(MatchResult::group).toList();
        assertThat(1000.0 * found.size() / Math.max(words(text), LEAST_WORDS))
                .as("private words in 1,000, of %s", found)
                .isLessThan(2.5);
    }

    /** Fails if a text has 0.05 or more semicolons for each sentence. */
    static void assertThatSentencesStateOneFact(String text) {
        double semicolons = text.chars().filter(c -> c == ';').count();
        double sentences = SENTENCE.matcher(text).results().count();
        assertThat(semicolons / Math.max(sentences, LEAST_SENTENCES))
                .as("semicolons in a sentence")
                .isLessThan(0.05);
    }
}
