package dev.moorage.storage.fs;

import dev.moorage.storage.spi.StorageUnavailableException;
import dev.moorage.storage.spi.object.ObjectKey;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Finds out which folders of the layout are symbolic links. A link that is not followed is refused with its name, both by a
 * key and by a listing. So the driver never serves an object behind a link that a listing leaves out. Where links are
 * followed, links of {@code blobs} and of repositories are treated as ordinary folders. The result is cached for each
 * folder, so that a key costs no system call.
 */
final class FolderLinks {
    private static final int MAX_KNOWN = 65_536;

    private final Path root;
    private final boolean follow;
    private final Optional<FileModes> writes;
    private final Map<String, Kind> known = new ConcurrentHashMap<>();
    /** Whether any folder is on another file system, or may be. */
    private volatile boolean anyElsewhere;

    private enum Kind {
        FOLDER,
        /** A link that is followed. */
        LINK,
        /** A folder on another file system than the root. */
        MOUNT
    }

    /**
     * @param follow whether links are followed where the layout permits them
     * @param writes how folders for temporary files are created, or empty where nothing is written
     */
    FolderLinks(Path root, boolean follow, Optional<FileModes> writes) {
        this.root = root;
        this.follow = follow;
        this.writes = writes;
    }

    /**
     * Checks the folders above a key.
     *
     * @throws StorageUnavailableException when one of them is a link that is not followed, or a link whose target is missing
     */
    void require(ObjectKey key) throws IOException {
        String place = Places.folder(key.value());
        if (!known.containsKey(place)) {
            look(place);
        }
    }

    private void look(String place) throws IOException {
        if (known.size() > MAX_KNOWN) {
            known.clear();
        }
        for (String folder : Places.downTo(place)) {
            if (!known.containsKey(folder)) {
                Optional<Kind> kind = kind(folder);
                if (kind.isEmpty()) {
                    return; // The path does not exist yet, or it is an object.
                }
                known.put(folder, kind.get());
            }
        }
    }

    private Optional<Kind> kind(String folder) throws IOException {
        Optional<BasicFileAttributes> there;
        try {
            there = FileAttributes.of(root.resolve(folder));
        } catch (FileSystemException e) {
            if (ObjectReads.isBelowAFile(e)) {
                return Optional.empty();
            }
            throw e;
        }
        if (there.filter(BasicFileAttributes::isSymbolicLink).isPresent()) {
            return Optional.of(followed(folder));
        }
        return there.filter(BasicFileAttributes::isDirectory).map(_ -> Kind.FOLDER);
    }

    private Kind followed(String folder) throws IOException {
        if (!follow || !Places.mayBeALink(folder)) {
            throw new StorageUnavailableException(folder + " is a symbolic link"
                    + (Places.mayBeALink(folder) ? "; storage.filesystem.followlinks follows it" : ""));
        }
        requireFolder(folder, root.resolve(folder));
        makeRoomForTemporaryFiles(folder);
        anyElsewhere = true;
        return Kind.LINK;
    }

    private static void requireFolder(String folder, Path path) throws StorageUnavailableException {
        if (!Files.isDirectory(path)) {
            throw new StorageUnavailableException(folder + " is a symbolic link, and what it leads to is gone");
        }
    }

    private void requireTarget(String folder) throws StorageUnavailableException {
        requireFolder(folder, writes.isPresent() ? temporaryFiles(folder) : root.resolve(folder));
    }

    private void makeRoomForTemporaryFiles(String folder) throws IOException {
        if (writes.isPresent()) {
            Path temporary = temporaryFiles(folder);
            Root.makeOwn(temporary, writes.get());
            new TemporaryFiles(temporary).sweep();
        }
    }

    private Path temporaryFiles(String folder) {
        return Root.temporaryFiles(root.resolve(folder));
    }

    /**
     * Whether a link that a listing finds is a folder. Otherwise it is not an object.
     *
     * @throws StorageUnavailableException when the link is not followed, or when its target is missing
     */
    boolean isFolder(ObjectKey key, Path link) throws IOException {
        String folder = key.value();
        if (known.get(folder) == Kind.LINK) {
            requireTarget(folder);
            return true;
        }
        boolean leadsNowhere = !Files.exists(link);
        if (!Files.isDirectory(link) && !(leadsNowhere && Places.mayBeALink(folder))) {
            return false;
        }
        known.keySet().removeIf(there -> there.equals(folder) || there.startsWith(folder + "/"));
        known.put(folder, followed(folder));
        return true;
    }

    /** Whether a folder is a link. A link is not removed when its folder is empty. */
    boolean isLink(Path folder) {
        return Places.mayBeALink(root.relativize(folder).toString()) && Files.isSymbolicLink(folder);
    }

    /**
     * Checks that an absent object is not merely behind a link whose target is missing now.
     *
     * @throws StorageUnavailableException when a link above the key has no target
     */
    void requireThere(ObjectKey key) throws StorageUnavailableException {
        if (anyElsewhere) {
            for (String folder : Places.downTo(Places.folder(key.value()))) {
                if (known.get(folder) == Kind.LINK) {
                    requireTarget(folder);
                }
            }
        }
    }

    /** The folder for temporary files that a rename turns into this key, or empty for the root's own folder. */
    Optional<Path> temporaryFiles(ObjectKey key) {
        Optional<Path> found = Optional.empty();
        if (!anyElsewhere) {
            return found;
        }
        for (String folder : Places.downTo(Places.folder(key.value()))) {
            Kind kind = known.get(folder);
            if (kind == Kind.LINK || kind == Kind.MOUNT) {
                found = Optional.of(temporaryFiles(folder));
            }
        }
        return found;
    }

    /**
     * Records that the key's folder is on a file system of its own. From now on, temporary files for keys of that folder are
     * created on that file system.
     */
    Path onAFileSystemOfItsOwn(ObjectKey key) throws IOException {
        String folder = Places.mount(key.value());
        makeRoomForTemporaryFiles(folder);
        known.put(folder, Kind.MOUNT);
        anyElsewhere = true;
        return temporaryFiles(folder);
    }
}
