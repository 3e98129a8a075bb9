package dev.moorage.bootstrap.command;

import dev.moorage.bootstrap.config.Defaults;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;

/**
 * The defaults of an installation, which any configuration file and any variable override. The container image listens on
 * every address, stores in its volume, and reads the configuration file from the paths that the images of Distribution use.
 *
 * @param files the candidates for the configuration file, in order of preference
 */
record Installation(Defaults defaults, List<Path> files) {
    /** The first line of the configuration file that the image contains at a path where nothing is mounted. */
    private static final String OWN = "# The image's own file";

    Installation {
        files = List.copyOf(files);
    }

    /** Reads the installation's defaults from system properties, which the image's entry point sets. */
    static Installation of(Properties properties) {
        Defaults quickStart = Defaults.QUICK_START;
        return new Installation(
                new Defaults(
                        properties.getProperty("moorage.default.addr", quickStart.address()),
                        properties.getProperty("moorage.default.rootdirectory", quickStart.rootDirectory()),
                        quickStart.delete()),
                paths(properties.getProperty("moorage.configuration.files", "")));
    }

    private static List<Path> paths(String names) {
        List<Path> paths = new ArrayList<>();
        for (String name : names.split(File.pathSeparator, -1)) {
            if (!name.isEmpty()) {
                paths.add(Path.of(name));
            }
        }
        return paths;
    }

    /**
     * Returns the file that is read where none is named: a mounted one before the image's own. Empty where there is none.
     */
    Optional<Path> file() {
        Optional<Path> own = Optional.empty();
        for (Path file : files) {
            if (Files.exists(file)) {
                if (!isOwn(file)) {
                    return Optional.of(file);
                }
                own = own.isPresent() ? own : Optional.of(file);
            }
        }
        return own;
    }

    private static boolean isOwn(Path file) {
        try (Stream<String> lines = Files.lines(file, StandardCharsets.ISO_8859_1)) {
            return lines.findFirst().orElse("").startsWith(OWN);
        } catch (IOException _) {
            return false; // The reason is reported where the file is read as the configuration.
        }
    }
}
