package dev.moorage.storage.fs;

import dev.moorage.application.port.out.storage.Durability;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Makes directories when they are needed and removes them when they are empty. A name survives a power cut when its
 * directory was forced, and that directory's name in the one above, up to one that is known to be durable.
 */
final class Directories {
    private static final int MOST_KNOWN = 65_536;

    private final Path root;
    private final Forcing forcing;
    private final Set<Path> durable;

    Directories(Path root, Forcing forcing) {
        this.root = root;
        this.forcing = forcing;
        this.durable = Collections.synchronizedSet(Collections.newSetFromMap(new LinkedHashMap<>() {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<Path, Boolean> eldest) {
                return size() > MOST_KNOWN;
            }
        }));
    }

    /** The directory that a path below the root is in. */
    static Path above(Path path) {
        return Objects.requireNonNull(path.getParent());
    }

    /** Makes a directory and whatever is missing above it. */
    void make(Path directory) throws IOException {
        Deque<Path> missing = new ArrayDeque<>();
        Path existing = directory;
        while (!existing.equals(root) && !Files.isDirectory(existing)) {
            missing.push(existing);
            existing = above(existing);
        }
        for (Path next : missing) {
            try {
                Files.createDirectory(next);
            } catch (FileAlreadyExistsException e) {
                if (!Files.isDirectory(next)) {
                    throw e;
                }
            }
        }
    }

    /** After a name in a directory was added or taken away: forces it, and what above it is not known to be durable. */
    void force(Path directory, Durability durability) throws IOException {
        if (durability == Durability.PROCESS_CRASH || !Files.isDirectory(directory)) {
            return;
        }
        forcing.directory(directory);
        Path next = directory;
        while (!next.equals(root) && durable.add(next)) {
            try {
                forcing.directory(above(next));
            } catch (IOException e) {
                durable.remove(next);
                throw e;
            }
            next = above(next);
        }
    }

    /** Removes a directory and those above it, as long as they are empty. */
    void prune(Path directory) {
        Path next = directory;
        try {
            while (!next.equals(root)) {
                durable.remove(next);
                Files.delete(next);
                next = above(next);
            }
        } catch (DirectoryNotEmptyException | NoSuchFileException _) {
            // There is something in it, or somebody was quicker.
        } catch (IOException _) {
            // An empty directory that stays is no harm: listings do not show it.
        }
    }
}
