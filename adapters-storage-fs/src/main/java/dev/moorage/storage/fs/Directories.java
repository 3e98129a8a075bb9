package dev.moorage.storage.fs;

import dev.moorage.storage.spi.object.Durability;
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
 * Creates directories when they are needed, and removes them when they are empty. A name survives a power cut when its
 * directory was synced, and so was the name of that directory in its parent, up to a directory that is known to be durable.
 */
final class Directories {
    private static final int MOST_KNOWN = 32_768;

    private final Root tree;
    private final Path root;
    private final RootPresence presence;
    private final FileModes modes;
    private final Fsync forcing;
    private final FsyncedNames durable = new FsyncedNames(MOST_KNOWN);

    Directories(Root tree, RootPresence presence, FileModes modes, Fsync forcing) {
        this.tree = tree;
        this.root = tree.path();
        this.presence = presence;
        this.modes = modes;
        this.forcing = forcing;
    }

    /** The directory that holds a path. The path is below the root. */
    static Path above(Path path) {
        return Objects.requireNonNull(path.getParent());
    }

    /**
     * Creates a directory and its missing parents. Another thread or process may find one of them empty and remove it,
     * either during this call or before the caller puts anything into it.
     *
     * @throws NoSuchFileException when a directory was removed during this call. The caller tries again
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
            presence.require(); // An empty folder may be the mount point of the root's volume.
        }
        try {
            modes.createFolder(directory, tree.audience(directory));
        } catch (FileAlreadyExistsException _) {
            requireDirectory(directory);
        }
    }

    /** Reads the attributes only once. Between two reads another process could change the answer. */
    private static void requireDirectory(Path path) throws IOException {
        if (!Files.readAttributes(path, BasicFileAttributes.class).isDirectory()) {
            throw new NotDirectoryException(path.toString());
        }
    }

    /**
     * Syncs a directory in which a name was added or removed, and the directories above it that are not known to be durable. A
     * directory that another thread or process has just removed is not known, so the one above it is synced: the absence
     * of all that was in it rests on that.
     */
    void force(Path directory, Durability durability) throws IOException {
        if (durability == Durability.PROCESS_CRASH) {
            return;
        }
        forcing.directory(directory);
        Map<Path, FsyncedNames.Identity> forced = new LinkedHashMap<>();
        Path next = directory;
        while (!next.equals(root)) {
            Optional<FsyncedNames.Identity> named = FsyncedNames.identity(next);
            if (named.isPresent() && durable.contains(next, named.get())) {
                break;
            }
            forcing.directory(above(next));
            if (named.isPresent()) {
                forced.put(next, named.get());
            }
            next = above(next);
        }
        // Only now: a thread that finds a name here relies on it and on all names above it.
        durable.add(forced);
    }

    /**
     * Removes a directory if it is empty. Returns the directory that then lacks a name: itself, or the one above that is there.
     */
    Path withoutEmpty(Path directory) {
        Path next = directory;
        try {
            if (!next.equals(root) && !tree.links().isLink(next)) {
                durable.remove(next);
                Files.delete(next);
                next = above(next);
            }
        } catch (NoSuchFileException _) {
            // Another thread or process has removed it.
        } catch (IOException _) {
            // It is not empty, or it stays.
        }
        while (!next.equals(root) && Files.notExists(next)) {
            next = above(next);
        }
        return next;
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
            // The directory is not empty, or another thread or process has removed it already.
        } catch (IOException _) {
            // An empty directory that stays does no harm, since listings do not show it.
        }
    }
}
