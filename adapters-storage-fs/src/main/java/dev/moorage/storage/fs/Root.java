package dev.moorage.storage.fs;

import dev.moorage.application.port.out.storage.ObjectKey;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

/** The folder that the driver lives in: objects by their keys, and a hidden folder of its own that no key can name. */
final class Root {
    private static final String OWN = ".moorage";

    private final Path root;

    private Root(Path root) {
        this.root = root;
    }

    static Root at(Path directory, Forcing forcing) throws IOException {
        makeDurable(directory.toAbsolutePath().normalize(), forcing);
        Root root = new Root(directory.toRealPath());
        Files.createDirectories(root.temporaryFiles());
        Files.createDirectories(Directories.above(root.locks()));
        return root;
    }

    /** Makes a directory, and what is missing above it, so that a power cut does not take away what will be below it. */
    private static void makeDurable(Path directory, Forcing forcing) throws IOException {
        if (Files.isDirectory(directory)) {
            return;
        }
        Path above = Directories.above(directory);
        makeDurable(above, forcing);
        try {
            Files.createDirectory(directory);
        } catch (FileAlreadyExistsException e) {
            if (!Files.isDirectory(directory)) {
                throw e;
            }
        }
        forcing.directory(above);
    }

    Path path() {
        return root;
    }

    /** Where an object is, or would be. Keys have no dot segments, so it is below the root. */
    Path of(ObjectKey key) {
        if (key.value().equals(OWN) || key.value().startsWith(OWN + "/")) {
            throw new IllegalArgumentException("keys below " + OWN + " are the driver's");
        }
        return root.resolve(key.value());
    }

    Path temporaryFiles() {
        return root.resolve(OWN).resolve("tmp");
    }

    Path newTemporaryFile() {
        return temporaryFiles().resolve(UUID.randomUUID().toString());
    }

    /** The file that {@link KeyLocks} are on. */
    Path locks() {
        return root.resolve(OWN).resolve("locks").resolve("keys");
    }
}
