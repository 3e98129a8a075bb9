package dev.moorage.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests that the files and classes that documents name exist, so that a renamed class is renamed in the documents too. */
class DocumentsReferencesTest {
    /** A name of two or more words, as most classes have. */
    private static final Pattern NAME = Pattern.compile("\\b[A-Z][a-z0-9]+(?:[A-Z]+[a-z0-9]*)+\\b");

    private static final Pattern DECLARATION = Pattern.compile("(?<=\\b(?:class|record|interface|enum) )[A-Z]\\w+");

    private static final Pattern LEADING_NAME = Pattern.compile("^" + NAME.pattern());

    /** Names of the JDK, of libraries, of protocols and of systemd, and a unit. */
    private static final Set<String> OTHERS = Set.of(
            "ComparableVersion",
            "EndPoint",
            "FileChannel",
            "GetContent",
            "IllegalArgumentException",
            "InetAddress",
            "InvalidPart",
            "KiB",
            "MinimumDataRateHandler",
            "NetworkConnectionLimit",
            "PutContent",
            "QoSHandler",
            "ReadStaged",
            "RedirectURL",
            "RequiresMountsFor",
            "ServiceLoader",
            "ServletInputStream",
            "ThreadLimitHandler",
            "ThreadPriorityPolicy",
            "VarHandle",
            "VmHWM");

    /** Documents whose diagrams name classes. Code blocks of other documents may show an older state. */
    private static final Pattern WITH_DIAGRAMS = Pattern.compile("docs/architecture\\.md|docs/tour\\.md");

    private static final Set<String> CLASSES = classes();

    static List<Document> documents() throws IOException {
        return Document.all();
    }

    private static Set<String> classes() {
        Set<String> classes = new TreeSet<>();
        try {
            for (Path source : Sources.mainAndTest()) {
                names(DECLARATION, Files.readString(source)).forEach(classes::add);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return classes;
    }

    private static Stream<String> names(Pattern pattern, String code) {
        return pattern.matcher(code).results().map(MatchResult::group);
    }

    @ParameterizedTest
    @MethodSource("documents")
    void classesExist(Document document) {
        Stream<String> inBlocks = WITH_DIAGRAMS.matcher(document.toString()).matches()
                ? document.blocks().stream().flatMap(block -> names(NAME, block))
                : Stream.empty();
        Stream<String> inSpans = document.spans().stream().flatMap(span -> names(LEADING_NAME, span));
        assertThat(Stream.concat(inSpans, inBlocks)
                        .filter(name -> !OTHERS.contains(name) && !CLASSES.contains(name))
                        .distinct())
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("documents")
    void linksLeadToFiles(Document document) {
        assertThat(document.localLinks().stream()
                        .map(target -> target.replaceFirst("#.*", ""))
                        .filter(target -> !target.isEmpty())
                        .filter(target -> !Files.exists(document.path().resolveSibling(target))))
                .isEmpty();
    }
}
