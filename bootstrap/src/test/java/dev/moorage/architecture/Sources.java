package dev.moorage.architecture;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The Java files of all modules and examples. Build folders are left out, since other modules may be built at the same time. */
final class Sources {
    private static final Path ROOT = Path.of("..");

    private Sources() {}

    static List<Path> main() throws IOException {
        return all("src/main/java");
    }

    static List<Path> mainAndTest() throws IOException {
        return all("src");
    }

    private static List<Path> all(String folder) throws IOException {
        List<Path> modules = new ArrayList<>(folders(ROOT));
        modules.addAll(folders(ROOT.resolve("examples")));
        List<Path> sources = new ArrayList<>();
        for (Path module : modules) {
            if (Files.isDirectory(module.resolve(folder))) {
                try (Stream<Path> files = Files.walk(module.resolve(folder))) {
                    files.filter(file -> file.toString().endsWith(".java")).forEach(sources::add);
                }
            }
        }
        return sources;
    }

    private static List<Path> folders(Path parent) throws IOException {
        try (Stream<Path> children = Files.list(parent)) {
            return children.filter(Files::isDirectory).toList();
        }
    }
}
