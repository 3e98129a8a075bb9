package dev.moorage.storage.fs;

import dev.moorage.storage.spi.Durability;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Makes directories when they are needed and removes them when they are empty. A name survives a power cut when its
 * directory was forced, and that directory's name in the one above, up to one that is known to be durable.
 */
final class Directories {
    private static final int MOST_KNOWN = 32_768;

    private final Root tree;
    private final Path root;
    private final RootPresence presence;
    private final FileModes modes;
    private final Forcing forcing;
    private final KnownNames durable = new KnownNames(MOST_KNOWN);

    Directories(Root tree, RootPresence presence, FileModes modes, Forcing forcing) {
        this.tree = tree;
        this.root = tree.path();
        this.presence = presence;
        this.modes = modes;
        this.forcing = forcing;
    }

    /** The directory that a path below the root is in. */
    static Path above(Path path) {
        return Objects.requireNonNull(path.getParent());
    }

    /**
     * Makes a directory and whatever is missing above it. Somebody else may find one of them empty and take it away again, here
     * already or before anything is in it.
     *
     * @throws NoSuchFileException when that happened here: it is to be made again
     * @throws dev.moorage.storage.spi.StorageUnavailableException when the root is gone
     */
    void make(Path directory) throws IOException {
        if (directory.equals(root) || Files.isDirectory(directory)) {
            return;
        }
        try {
            create(directory);
        } catch (NoSuchFileException _) {
            make(above(directory));
            create(directory);
        }
    }

    private void create(Path directory) throws IOException {
        if (root.equals(directory.getParent())) {
            presence.require(); // An empty folder may be the one that the root's volume is mounted on.
        }
        try {
            modes.createFolder(directory, tree.audience(directory));
        } catch (FileAlreadyExistsException _) {
            requireDirectory(directory);
        }
    }

    /** Asks once: of two questions the second could have another answer because of somebody who comes between. */
    private static void requireDirectory(Path path) throws IOException {
        if (!Files.readAttributes(path, BasicFileAttributes.class).isDirectory()) {
            throw new NotDirectoryException(path.toString());
        }
    }

    /** After a name in a directory was added or taken away: forces it, and what above it is not known to be durable. */
    void force(Path directory, Durability durability) throws IOException {
        if (durability == Durability.PROCESS_CRASH) {
            return;
        }
        forcing.directory(directory);
        Map<Path, KnownNames.Identity> forced = new LinkedHashMap<>();
        Path next = directory;
        while (!next.equals(root)) {
            Optional<KnownNames.Identity> named = KnownNames.identity(next);
            if (named.isEmpty() || durable.contains(next, named.get())) {
                break;
            }
            forcing.directory(above(next));
            forced.put(next, named.get());
            next = above(next);
        }
        // Not before: whoever finds a name here relies on it, and on those above it.
        durable.add(forced);
    }

    /** Removes a directory and those above it, as long as they are empty. */
    void prune(Path directory) {
        Path next = directory;
        try {
            while (!next.equals(root) && !tree.links().isLink(next)) {
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
