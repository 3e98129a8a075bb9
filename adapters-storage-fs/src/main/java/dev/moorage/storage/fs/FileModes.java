package dev.moorage.storage.fs;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The modes of new files and folders. Content in Distribution's layout gets the configured mode, or by default what the
 * umask leaves of 0777 and 0666. What only this server reads, for example locks and the state of uploads, is readable by the
 * server's user only, unless that is switched off. No file is opened here through a symbolic link.
 */
final class FileModes {
    private static final Logger LOG = LoggerFactory.getLogger(FileModes.class);
    private static final Set<PosixFilePermission> PRIVATE_FOLDER = PosixFilePermissions.fromString("rwx------");
    private static final FileAttribute<?>[] BY_UMASK = {};
    private static final FileAttribute<?>[] PRIVATE_FOLDERS = {PosixFilePermissions.asFileAttribute(PRIVATE_FOLDER)};
    private static final FileAttribute<?>[] PRIVATE_FILES = {
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
    };
    private static final int MAX_ATTEMPTS = 100;

    private final Optional<Integer> folders;
    private final Optional<Integer> files;
    private final boolean privateState;

    /** Which programs read a file or folder. */
    enum Audience {
        /** Blobs, manifests and links. Other programs may read them. */
        CONTENT,
        /** What only this server needs. */
        STATE
    }

    /**
     * @param folders the mode of folders, as chmod(2) takes it, or empty for what the umask leaves
     * @param files the mode of files, as chmod(2) takes it, or empty for what the umask leaves
     * @param privateState whether only the server's user may read the server's own state
     */
    FileModes(Optional<Integer> folders, Optional<Integer> files, boolean privateState) {
        this.folders = folders;
        this.files = files;
        this.privateState = privateState;
    }

    /**
     * Creates a folder.
     *
     * @throws FileAlreadyExistsException when the name is taken
     * @throws NoSuchFileException when the parent folder does not exist
     */
    void createFolder(Path folder, Audience audience) throws IOException {
        boolean closed = isPrivate(audience);
        Files.createDirectory(folder, closed ? PRIVATE_FOLDERS : BY_UMASK);
        if (!closed && folders.isPresent()) {
            change(folder, folders.get());
        }
    }

    /** Creates a file that does not exist yet, and opens it for reading and writing. */
    FileChannel createFile(Path file, Audience audience) throws IOException {
        boolean closed = isPrivate(audience);
        FileChannel channel = FileChannel.open(
                file,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE),
                closed ? PRIVATE_FILES : BY_UMASK);
        if (!closed && files.isPresent()) {
            try {
                change(file, files.get());
            } catch (IOException e) {
                channel.close();
                throw e;
            }
        }
        return channel;
    }

    /** Opens a file of the server's state, and creates it where there is none. */
    FileChannel openState(Path file, OpenOption... access) throws IOException {
        Set<OpenOption> options = new HashSet<>(Set.of(access));
        options.add(LinkOption.NOFOLLOW_LINKS);
        if (privateState || files.isEmpty()) {
            options.add(StandardOpenOption.CREATE);
            return FileChannel.open(file, options, privateState ? PRIVATE_FILES : BY_UMASK);
        }
        for (int attempt = 1; ; attempt++) {
            try {
                return createFile(file, Audience.STATE);
            } catch (FileAlreadyExistsException _) {
                // The file has its mode already, and perhaps another owner.
            }
            try {
                return FileChannel.open(file, options);
            } catch (NoSuchFileException e) {
                if (attempt == MAX_ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    /**
     * Removes the access of other users to a folder of the server's state, for example to one that an earlier version
     * created.
     */
    void closeToOthers(Path folder) {
        try {
            if (privateState && !Files.getPosixFilePermissions(folder).equals(PRIVATE_FOLDER)) {
                Files.setPosixFilePermissions(folder, PRIVATE_FOLDER);
            }
        } catch (IOException e) {
            LOG.atWarn()
                    .addKeyValue("folder", folder.getFileName())
                    .setCause(e)
                    .log("A folder of the server's state could not be closed to other users");
        }
    }

    private boolean isPrivate(Audience audience) {
        return privateState && audience == Audience.STATE;
    }

    /**
     * Sets a mode by the operating system's own attribute. The umask takes nothing away from it, and Java has no names for
     * the bits above the permissions.
     */
    private static void change(Path path, int mode) throws IOException {
        Files.setAttribute(path, "unix:mode", mode);
    }
}
