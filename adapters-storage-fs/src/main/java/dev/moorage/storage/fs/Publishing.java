package dev.moorage.storage.fs;

import dev.moorage.storage.spi.object.Durability;
import dev.moorage.storage.spi.object.ObjectKey;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * Gives a staged, sealed and synced file the name of an object. This is a rename. Where the name is on another file system,
 * the file is copied there first, the copy is synced, and then the copy is renamed.
 */
final class Publishing {
    private static final int MOST_ATTEMPTS = 100;

    private final Root root;
    private final ObjectNames names;
    private final Fsync forcing;
    private final FileModes modes;

    Publishing(Root root, ObjectNames names, Fsync forcing, FileModes modes) {
        this.root = root;
        this.names = names;
        this.forcing = forcing;
        this.modes = modes;
    }

    /**
     * Gives a written and synced file the name of an object. An existing object of that size stays. When it is deleted
     * before it is known to survive a power cut, the file takes its place after all.
     *
     * @return whether there was no object of that size
     * @throws NoSuchFileException when the file is gone
     */
    boolean publish(Path file, long size, ObjectKey key) throws IOException {
        for (int attempt = 1; attempt <= MOST_ATTEMPTS; attempt++) {
            boolean created = give(file, size, key);
            if (created || names.sync(key)) {
                return created;
            }
        }
        throw new IOException("an object is written and deleted again and again");
    }

    private boolean give(Path file, long size, ObjectKey key) throws IOException {
        try {
            return rename(file, size, key);
        } catch (AtomicMoveNotSupportedException _) {
            return copy(file, size, key);
        }
    }

    /**
     * Renames the file to the object's name.
     *
     * @return whether there was no object of that size, so that the file was renamed
     */
    private boolean rename(Path file, long size, ObjectKey key) throws IOException {
        Path target = root.of(key);
        Optional<FsyncedNames.Identity> written = FsyncedNames.identity(file);
        boolean created = names.lockedWithParent(key, target, () -> {
            if (isThere(target, size)) {
                return false;
            }
            Files.move(file, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            return true;
        });
        if (created) {
            names.force(target, written, Durability.POWER_LOSS);
        }
        return created;
    }

    private static boolean isThere(Path target, long size) throws IOException {
        return ObjectReads.attributes(target)
                .filter(there -> there.size() == size)
                .isPresent();
    }

    /**
     * Copies the file to the other file system and renames the copy. The key's lock is not held during the copy, only during
     * the rename.
     */
    private boolean copy(Path file, long size, ObjectKey key) throws IOException {
        Optional<Path> known = root.links().temporaryFiles(key);
        Path copy = Root.newFile(known.isPresent() ? known.get() : root.links().onAFileSystemOfItsOwn(key));
        try {
            try (FileChannel from = FileChannel.open(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
                    FileChannel to = modes.createFile(copy, FileModes.Audience.CONTENT)) {
                copy(from, to, size);
                forcing.file(to);
            }
            boolean created = rename(copy, size, key);
            if (created) {
                Files.deleteIfExists(file);
            }
            return created;
        } finally {
            Files.deleteIfExists(copy);
        }
    }

    private static void copy(FileChannel from, FileChannel to, long size) throws IOException {
        long copied = 0;
        while (copied < size) {
            long count = from.transferTo(copied, size - copied, to);
            if (count <= 0) {
                throw new IOException("the staged bytes are fewer than were sealed");
            }
            copied += count;
        }
    }
}
