package dev.moorage.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests that each decision has the one form, and a line in the index. */
class DecisionsTest {
    private static final Pattern FILE = Pattern.compile("docs/adr/\\d{4}-[a-z0-9-]+\\.md");
    private static final Pattern HEAD =
            Pattern.compile("# (\\d+)\\. .+\n\n\\* Date: \\d{4}-\\d{2}-\\d{2}.*\n(?:  .*\n)*\\* Status: [a-z]+");
    private static final Pattern SECTION = Pattern.compile("(?m)^## (.*)$");

    static List<Document> decisions() throws IOException {
        return Document.all().stream()
                .filter(document -> FILE.matcher(document.toString()).matches())
                .toList();
    }

    @ParameterizedTest
    @MethodSource("decisions")
    void aDecisionHasDateStatusAndSections(Document decision) {
        assertThat(HEAD.matcher(decision.text()).lookingAt()).isTrue();
        assertThat(SECTION.matcher(decision.text()).results().map(section -> section.group(1)))
                .containsExactly("Context", "Decision", "Alternatives", "Consequences", "What would change this");
    }

    @ParameterizedTest
    @MethodSource("decisions")
    void aDecisionHasALineInTheIndex(Document decision) throws IOException {
        String title = decision.text().lines().findFirst().orElseThrow().replaceFirst("# \\d+\\. ", "");
        String line = "[" + title + "](" + decision.path().getFileName() + ")";
        String index = Files.readString(Document.ROOT.resolve("docs/adr/README.md"));
        assertThat(index.contains(line)).as("the index has %s", line).isTrue();
    }
}
