package dev.moorage.storage.fs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The removal of a file in two parts: its name at once, and its bytes later. A file system takes long to free a large file, and
 * nothing should wait for that with a lock. If the process ends in between, the file is a temporary one, which the next sweep
 * removes.
 */
final class RemovedFile {
    private static final Logger LOG = LoggerFactory.getLogger(RemovedFile.class);

    /** The size in bytes from which the bytes are removed later. A smaller file is removed as quickly as it is renamed. */
    private static final long LARGE = 16 << 20;

    private final Path file;
    private final Path temporary;
    private boolean there;
    private boolean renamed;

    /**
     * @param temporary a new name for the file, on the same file system
     */
    RemovedFile(Path file, Path temporary) {
        this.file = file;
        this.temporary = temporary;
    }

    /** Takes the name away, if the file is there. */
    void remove() throws IOException {
        Optional<BasicFileAttributes> found = ObjectReads.attributes(file);
        if (found.isPresent()) {
            renamed = found.get().size() >= LARGE && rename();
            there = renamed || Files.deleteIfExists(file);
        }
    }

    private boolean rename() {
        try {
            Files.move(file, temporary, StandardCopyOption.ATOMIC_MOVE);
            return true;
        } catch (IOException e) {
            // The disk is full, or the file is on another one. Then it is removed as a whole.
            LOG.atDebug().setCause(e).log("A file that is removed could not be renamed first");
            return false;
        }
    }

    /** Returns whether the file was there. */
    boolean wasThere() {
        return there;
    }

    /** Frees the bytes. If this fails, the next sweep of temporary files does it. */
    void giveRoomBack() {
        if (!renamed) {
            return;
        }
        try {
            Files.deleteIfExists(temporary);
        } catch (IOException e) {
            LOG.atWarn().setCause(e).log("The bytes of a removed file are not freed before the next start");
        }
    }
}
