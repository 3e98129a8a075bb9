package dev.moorage.bootstrap.drivers;

import dev.moorage.storage.spi.StorageDriverFactory;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;

/**
 * What the jars of one place are, before a class of them is loaded. A class loader would pass over a jar that it cannot read, and
 * would take the first of two jars with one driver.
 */
final class JarContents {
    private static final String SERVICE_FILE = "META-INF/services/" + StorageDriverFactory.class.getName();

    private final Map<String, Path> declared = new LinkedHashMap<>();
    private final List<String> problems = new ArrayList<>();

    private JarContents() {}

    static JarContents of(DriverPlace place) {
        JarContents contents = new JarContents();
        place.jars().forEach(contents::read);
        if (contents.declared.isEmpty() && contents.problems.isEmpty()) {
            contents.problems.add(
                    place.name() + ": there is no storage driver in it. The libraries of a driver are next to its"
                            + " jar, in a folder of their own");
        }
        return contents;
    }

    private void read(Path jar) {
        String name = name(jar);
        try (JarFile file = new JarFile(jar.toFile())) {
            ZipEntry services = file.getEntry(SERVICE_FILE);
            if (services != null) {
                try (InputStream in = file.getInputStream(services)) {
                    new String(in.readAllBytes(), StandardCharsets.UTF_8)
                            .lines()
                            .map(line -> line.replaceFirst("#.*", "").strip())
                            .filter(line -> !line.isEmpty())
                            .forEach(factory -> declares(jar, factory));
                }
            }
        } catch (IOException e) {
            problems.add(name + ": the jar cannot be read: " + Failure.inWords(e));
        }
    }

    private void declares(Path jar, String factory) {
        Path other = declared.putIfAbsent(factory, jar);
        if (other != null && !other.equals(jar)) {
            problems.add(
                    name(jar) + ": the driver " + factory + " is also in " + name(other) + ". Keep one of the two");
        }
    }

    private static String name(Path jar) {
        return jar.getFileName().toString();
    }

    /** Returns the jars with a driver. */
    List<Path> withDrivers() {
        return declared.values().stream().distinct().toList();
    }

    /** Returns a line for each jar that cannot be used: its name, and why. */
    List<String> problems() {
        return List.copyOf(problems);
    }
}
