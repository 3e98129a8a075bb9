package dev.moorage.storage.fs;

import dev.moorage.storage.spi.Durability;
import dev.moorage.storage.spi.ObjectKey;
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
 * Gives a file that is staged, sealed and forced the name of an object: by a rename, and where that name is on another file
 * system by a copy there, which is forced and then renamed.
 */
final class Publishing {
    private static final int MOST_ATTEMPTS = 100;

    private final Root root;
    private final ObjectNames names;
    private final Forcing forcing;
    private final FileModes modes;

    Publishing(Root root, ObjectNames names, Forcing forcing, FileModes modes) {
        this.root = root;
        this.names = names;
        this.forcing = forcing;
        this.modes = modes;
    }

    /**
     * Gives a file that is written and forced an object's name; tells whether there was none of that size yet. One that was there
     * may be deleted before it is known to survive a power cut: then the file takes its place after all.
     *
     * @throws NoSuchFileException when the file is gone
     */
    boolean publish(Path file, long size, ObjectKey key) throws IOException {
        for (int attempt = 1; attempt <= MOST_ATTEMPTS; attempt++) {
            boolean created = give(file, size, key);
            if (created || names.persist(key)) {
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

    /** Whether the object was not there, with that size, and is now. */
    private boolean rename(Path file, long size, ObjectKey key) throws IOException {
        Path target = root.of(key);
        Optional<KnownNames.Identity> written = KnownNames.identity(file);
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

    /** Copied without the key's lock, which is for renames alone. */
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
