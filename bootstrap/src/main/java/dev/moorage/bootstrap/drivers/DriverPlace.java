package dev.moorage.bootstrap.drivers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * What one class loader reads: a folder with the jars of a driver, or one jar.
 *
 * @param name the name of the folder or the jar
 * @param jars the jars, in the order of their names
 */
record DriverPlace(String name, List<Path> jars) {
    DriverPlace {
        jars = List.copyOf(jars);
    }

    /**
     * Returns the places in a folder: each of its folders that has a jar, and each of its jars. Other files, names that begin with a
     * dot, and {@code lost+found} are no drivers. There are none where the folder does not exist.
     *
     * @throws IOException the folder cannot be read
     */
    static List<DriverPlace> in(Path folder) throws IOException {
        return list(folder).stream()
                .filter(path -> isName(path.getFileName().toString()))
                .filter(path -> Files.isDirectory(path) || isJar(path))
                .map(DriverPlace::at)
                .filter(place -> !place.jars().isEmpty())
                .toList();
    }

    private static boolean isName(String name) {
        return !name.startsWith(".") && !name.equals("lost+found");
    }

    private static DriverPlace at(Path path) {
        String name = path.getFileName().toString();
        try {
            return new DriverPlace(
                    name,
                    isJar(path)
                            ? List.of(path)
                            : list(path).stream().filter(DriverPlace::isJar).toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Path> list(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static boolean isJar(Path path) {
        return path.getFileName().toString().endsWith(".jar") && !Files.isDirectory(path);
    }

    /** Returns a class loader over the jars. */
    DriverClasses classes(ClassLoader server) {
        return new DriverClasses(
                "driver " + name, jars.stream().map(DriverPlace::url).toArray(URL[]::new), server);
    }

    private static URL url(Path jar) {
        try {
            return jar.toUri().toURL();
        } catch (MalformedURLException e) {
            throw new UncheckedIOException(e);
        }
    }
}
