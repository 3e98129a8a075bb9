package dev.moorage.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The Javadoc of all modules in numbers. A component is the subject of a sentence, and a sentence states one fact: words that stand for
 * an unnamed person, and semicolons, are rare.
 */
class JavadocLanguageTest {
    private static final Pattern JAVADOC = Pattern.compile("/\\*\\*(.*?)\\*/", Pattern.DOTALL);
    private static final Pattern MARKUP = Pattern.compile("(?m)^\\s*\\*|\\{@\\w+ [^}]*}|<[^>]+>|&\\w+;");
    private static final Pattern WORD = Pattern.compile("[A-Za-z']+");
    private static final Pattern SENTENCE = Pattern.compile("[.!?](\\s|$)");
    private static final Pattern PRIVATE = Pattern.compile(
            "\\b(who|whoever|whom|somebody|nobody|everybody|anybody|told|tells|hears?|beside|such|meanwhile)\\b",
            Pattern.CASE_INSENSITIVE);

    private static String javadoc() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of(".."))) {
            List<Path> sources = files.filter(file -> file.toString().contains("/src/main/java/")
                            && file.toString().endsWith(".java"))
                    .toList();
            StringBuilder text = new StringBuilder();
            for (Path source : sources) {
                text.append(JAVADOC.matcher(Files.readString(source))
                        .results()
                        .map(comment -> MARKUP.matcher(comment.group(1)).replaceAll(" "))
                        .collect(Collectors.joining("\n")));
            }
            return text.toString();
        }
    }

    private static double count(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        int count = 0;
        while (matcher.find()) {
            count++;
        }
        return count;
    }

    @Test
    void sentencesNameTheirSubject() throws IOException {
        String text = javadoc();
        double words = count(WORD, text);
        assertThat(words).isGreaterThan(30_000);
        assertThat(1000 * count(PRIVATE, text) / words)
                .as("private words in 1,000")
                .isLessThan(2.5);
    }

    @Test
    void sentencesStateOneFact() throws IOException {
        String text = javadoc();
        double semicolons = text.chars().filter(c -> c == ';').count();
        assertThat(semicolons / count(SENTENCE, text))
                .as("semicolons in a sentence")
                .isLessThan(0.05);
    }
}
