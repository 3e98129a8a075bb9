package dev.moorage.architecture;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A document in Markdown. */
record Document(Path path, String text) {
    static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    private static final Pattern FENCE = Pattern.compile("(?ms)^\\s*```.*?^\\s*```$");
    private static final Pattern CODE = Pattern.compile("`[^`]*`");
    private static final Pattern LINK = Pattern.compile("]\\(([^)\\s]+)\\)");

    /** Returns the documents below {@code docs} and in the root of the repository, and two of modules. */
    static List<Document> all() throws IOException {
        List<Path> paths = new ArrayList<>();
        paths.add(ROOT.resolve("benchmarks/README.md"));
        paths.add(ROOT.resolve("distribution/src/package/drivers/README.md"));
        try (Stream<Path> root = Files.list(ROOT);
                Stream<Path> docs = Files.walk(ROOT.resolve("docs"))) {
            Stream.concat(root, docs)
                    .filter(path -> path.toString().endsWith(".md"))
                    .sorted()
                    .forEach(paths::add);
        }
        List<Document> documents = new ArrayList<>();
        for (Path path : paths) {
            documents.add(new Document(path, Files.readString(path)));
        }
        return documents;
    }

    /** The text without code and without the targets of links. */
    String prose() {
        return LINK.matcher(CODE.matcher(withoutFences()).replaceAll("x")).replaceAll("]");
    }

    String withoutFences() {
        return FENCE.matcher(text).replaceAll("");
    }

    /** The code in the text: blocks and spans. */
    List<String> blocks() {
        return FENCE.matcher(text).results().map(MatchResult::group).toList();
    }

    List<String> spans() {
        return CODE.matcher(withoutFences())
                .results()
                .map(span -> span.group().replace("`", ""))
                .toList();
    }

    /** The targets of links to other documents and files of the repository. */
    List<String> localLinks() {
        return LINK.matcher(withoutFences())
                .results()
                .map(link -> link.group(1))
                .filter(target -> !target.contains("://"))
                .toList();
    }

    @Override
    public String toString() {
        return ROOT.relativize(path).toString();
    }
}
