package dev.moorage.bootstrap.wiring;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.stream.Stream;

/**
 * Jars of the installation that are read only where a feature is switched on. The class path has none of them, so that a start
 * without the feature is as it would be without the jars, and Java's cache of classes is valid with it.
 */
final class OptionalJars implements AutoCloseable {
    private final URLClassLoader classes;

    private OptionalJars(URLClassLoader classes) {
        this.classes = classes;
    }

    /**
     * Opens the jars of a folder, behind those of the class path.
     *
     * @param folder the folder, or empty where all is on the class path
     * @throws IOException the folder cannot be read
     */
    static OptionalJars open(Optional<Path> folder) throws IOException {
        URL[] jars = folder.isPresent() ? jars(folder.get()) : new URL[0];
        return new OptionalJars(new URLClassLoader("optional", jars, OptionalJars.class.getClassLoader()));
    }

    private static URL[] jars(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return new URL[0];
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".jar"))
                    .sorted()
                    .map(OptionalJars::url)
                    .toArray(URL[]::new);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static URL url(Path jar) {
        try {
            return jar.toUri().toURL();
        } catch (MalformedURLException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the first service of a type. The result is empty where no jar has one. */
    <T> Optional<T> service(Class<T> type) {
        return ServiceLoader.load(type, classes).findFirst();
    }

    @Override
    public void close() throws IOException {
        classes.close();
    }
}
