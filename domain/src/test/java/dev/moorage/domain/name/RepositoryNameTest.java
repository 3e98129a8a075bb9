package dev.moorage.domain.name;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class RepositoryNameTest {
    private static final long SEED = 20261124;
    private static final Pattern GRAMMAR =
            Pattern.compile("[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*(?:/[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*)*");

    @Test
    void agreesWithTheGrammarOfTheSpecificationOnRandomStrings() {
        Random random = new Random(SEED);
        int accepted = 0;
        for (int i = 0; i < 300_000; i++) {
            String text = random.ints(random.nextInt(1, 12), 0, 8)
                    .mapToObj(c -> "ab0._-/A".substring(c, c + 1))
                    .reduce("", String::concat);
            boolean expected = GRAMMAR.matcher(text).matches();
            assertThat(RepositoryName.tryParse(text).isPresent())
                    .as("seed %d, %s", SEED, text)
                    .isEqualTo(expected);
            accepted += expected ? 1 : 0;
        }
        assertThat(accepted).isGreaterThan(1000);
    }

    @Test
    void endsAtTwoHundredAndFiftyFiveCharacters() {
        assertThat(RepositoryName.tryParse("a".repeat(255))).isPresent();
        assertThat(RepositoryName.tryParse("a".repeat(256))).isEmpty();
        assertThat(RepositoryName.tryParse("a-".repeat(10_000_000))).isEmpty();
    }

    @Test
    void tagsHaveLettersDigitsDotsAndDashes() {
        for (String good : new String[] {"a", "_", "1.0", "A-b_C.d", "x".repeat(128), "latest", "9"}) {
            assertThat(Tag.tryParse(good)).as(good).isPresent();
        }
        for (String bad : new String[] {"", ".a", "-a", "x".repeat(129), "a/b", "a:b", "é", "a b"}) {
            assertThat(Tag.tryParse(bad)).as(bad).isEmpty();
        }
    }
}
