package dev.moorage.storage.fs;

import dev.moorage.storage.spi.object.ObjectKey;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The root folder of the driver. It holds objects by their keys, and a hidden folder of the driver itself. Of that folder,
 * keys can name only what is below {@link ObjectKey#SERVER_STATE}.
 */
final class Root {
    private static final Logger LOG = LoggerFactory.getLogger(Root.class);

    /**
     * The name of the driver's own folder. There is one in the root, and one wherever a part of the root is on another file
     * system.
     */
    static final String OWN = ".moorage";

    /** The folder of the server's state of earlier versions. It is read and cleaned up, and stays private. */
    private static final String FORMER_STATE = "moorage";

    private static final String UPLOADS = "/_uploads/";

    private final Path root;
    private final FolderLinks links;

    private Root(Path root, FolderLinks links) {
        this.root = root;
        this.links = links;
    }

    /** Opens a root for writing. Folders that are missing are created. */
    static Root at(Path directory, FilesystemOptions options, Fsync forcing) throws IOException {
        makeDurable(directory.toAbsolutePath().normalize(), options.modes(), forcing);
        Path root = directory.toRealPath();
        if (isEmpty(root)) {
            LOG.warn("The root directory is empty: a new registry begins there");
        }
        Root made = new Root(root, new FolderLinks(root, options.followLinks(), Optional.of(options.modes())));
        made.refuseLinks();
        makeOwn(made.temporaryFiles(), options.modes());
        makeOwn(Directories.above(made.locks()), options.modes());
        options.modes().closeToOthers(root.resolve(OWN));
        return made;
    }

    /**
     * Opens a root in which nothing is created or changed.
     *
     * @throws NotDirectoryException when there is no folder
     */
    static Root readOnly(Path directory, boolean followLinks) throws IOException {
        if (!Files.isDirectory(directory)) {
            throw new NotDirectoryException(directory.toString());
        }
        Path root = directory.toRealPath();
        Root found = new Root(root, new FolderLinks(root, followLinks, Optional.empty()));
        found.refuseLinks();
        return found;
    }

    private static boolean isEmpty(Path folder) throws IOException {
        try (Stream<Path> there = Files.list(folder)) {
            return there.findAny().isEmpty();
        }
    }

    private void refuseLinks() throws IOException {
        for (String key :
                new String[] {"docker/registry/v2/blobs", "docker/registry/v2/repositories", FORMER_STATE, OWN}) {
            links.require(new ObjectKey(key));
        }
    }

    /** Creates a directory and its missing parents, so that a power cut does not take away what is stored below it later. */
    private static void makeDurable(Path directory, FileModes modes, Fsync forcing) throws IOException {
        if (Files.isDirectory(directory)) {
            return;
        }
        Path above = Directories.above(directory);
        makeDurable(above, modes, forcing);
        makeFolder(directory, modes, FileModes.Audience.CONTENT);
        forcing.directory(above);
    }

    private static void makeFolder(Path folder, FileModes modes, FileModes.Audience audience) throws IOException {
        try {
            modes.createFolder(folder, audience);
        } catch (FileAlreadyExistsException e) {
            if (!Files.isDirectory(folder)) {
                throw e;
            }
        }
    }

    /** Creates a folder in one of the driver's own folders, and that folder itself, unless they exist. */
    static void makeOwn(Path folder, FileModes modes) throws IOException {
        if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            makeFolder(Directories.above(folder), modes, FileModes.Audience.STATE);
            makeFolder(folder, modes, FileModes.Audience.STATE);
        }
    }

    Path path() {
        return root;
    }

    FolderLinks links() {
        return links;
    }

    /**
     * The path of an object, whether or not it exists. Keys have no dot segments, so the path is below the root, or behind a
     * link that is followed.
     *
     * @throws dev.moorage.storage.spi.StorageUnavailableException when a folder of the key is a link that is not followed
     */
    Path of(ObjectKey key) throws IOException {
        if (isTheDrivers(key)) {
            throw new IllegalArgumentException("keys below " + OWN + " are the driver's");
        }
        links.require(key);
        return root.resolve(key.value());
    }

    private static boolean isTheDrivers(ObjectKey key) {
        return (key.value().equals(OWN) || key.value().startsWith(OWN + "/"))
                && !key.equals(ObjectKey.SERVER_STATE)
                && !key.isBelow(ObjectKey.SERVER_STATE);
    }

    /** Which programs read a folder or a small object. */
    FileModes.Audience audience(Path path) {
        String below = "/" + root.relativize(path) + "/";
        boolean state = below.startsWith("/" + OWN + "/")
                || below.startsWith("/" + FORMER_STATE + "/")
                || below.contains(UPLOADS);
        return state ? FileModes.Audience.STATE : FileModes.Audience.CONTENT;
    }

    Path temporaryFiles() {
        return temporaryFiles(root);
    }

    static Path temporaryFiles(Path folder) {
        return folder.resolve(OWN).resolve("tmp");
    }

    /** A name for a temporary file that is written first and then renamed to a key. */
    Path newTemporaryFile(ObjectKey key) {
        return newFile(links.temporaryFiles(key).orElseGet(this::temporaryFiles));
    }

    static Path newFile(Path folder) {
        return folder.resolve(UUID.randomUUID().toString());
    }

    /** The lock file of {@link KeyLocks}. */
    Path locks() {
        return root.resolve(OWN).resolve("locks").resolve("keys");
    }
}
