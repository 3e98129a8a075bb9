package dev.moorage.bootstrap.command;

import dev.moorage.bootstrap.config.Defaults;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;

/**
 * What the way of installation says, which is weaker than any file and any variable. The container image listens on every
 * address, stores in its volume, and reads the file where the images of Distribution read it.
 *
 * @param files where the configuration may be, in this order
 */
record Installation(Defaults defaults, List<Path> files) {
    /** How the file begins that the image has where nothing is mounted. */
    private static final String OWN = "# The image's own file";

    Installation {
        files = List.copyOf(files);
    }

    /** As system properties say, which the image's entry point sets. */
    static Installation of(Properties properties) {
        Defaults quickStart = Defaults.QUICK_START;
        return new Installation(
                new Defaults(
                        properties.getProperty("moorage.default.addr", quickStart.address()),
                        properties.getProperty("moorage.default.rootdirectory", quickStart.rootDirectory()),
                        quickStart.delete()),
                Stream.of(properties
                                .getProperty("moorage.configuration.files", "")
                                .split(File.pathSeparator))
                        .filter(file -> !file.isEmpty())
                        .map(Path::of)
                        .toList());
    }

    /** The file that is read where none is named: one that was mounted before the image's own; empty where there is none. */
    Optional<Path> file() {
        List<Path> there = files.stream().filter(Files::exists).toList();
        return there.stream()
                .filter(file -> !isOwn(file))
                .findFirst()
                .or(() -> there.stream().findFirst());
    }

    private static boolean isOwn(Path file) {
        try (Stream<String> lines = Files.lines(file, StandardCharsets.ISO_8859_1)) {
            return lines.findFirst().orElse("").startsWith(OWN);
        } catch (IOException _) {
            return false; // Why it cannot be read is said where it is read as the configuration.
        }
    }
}
