package dev.moorage.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The Javadoc of all modules in numbers. */
class JavadocLanguageTest {
    private static final Pattern JAVADOC = Pattern.compile("/\\*\\*(.*?)\\*/", Pattern.DOTALL);
    private static final Pattern MARKUP = Pattern.compile("(?m)^\\s*\\*|\\{@\\w+ [^}]*}|<[^>]+>|&\\w+;");

    private static String javadoc() throws IOException {
        StringBuilder text = new StringBuilder();
        for (Path source : Sources.main()) {
            text.append(JAVADOC.matcher(Files.readString(source))
                    .results()
                    .map(comment -> MARKUP.matcher(comment.group(1)).replaceAll(" "))
                    .collect(Collectors.joining("\n")));
        }
        return text.toString();
    }

    @Test
    void sentencesNameTheirSubject() throws IOException {
        String text = javadoc();
        assertThat(PlainEnglish.words(text)).isGreaterThan(30_000);
        PlainEnglish.assertThatSubjectsAreNamed(text);
    }

    @Test
    void sentencesStateOneFact() throws IOException {
        PlainEnglish.assertThatSentencesStateOneFact(javadoc());
    }
}
