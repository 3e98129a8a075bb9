package dev.moorage.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The documents in numbers, each by itself, by the limits of the Javadoc. */
class DocumentsLanguageTest {
    static List<Document> documents() throws IOException {
        return Document.all();
    }

    @Test
    void allDocumentsAreFound() throws IOException {
        assertThat(documents()).hasSizeGreaterThan(50);
    }

    @ParameterizedTest
    @MethodSource("documents")
    void sentencesNameTheirSubject(Document document) {
        PlainEnglish.assertThatSubjectsAreNamed(document.prose());
    }

    @ParameterizedTest
    @MethodSource("documents")
    void sentencesStateOneFact(Document document) {
        PlainEnglish.assertThatSentencesStateOneFact(document.prose());
    }
}
