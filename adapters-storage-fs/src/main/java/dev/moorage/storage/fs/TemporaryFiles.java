package dev.moorage.storage.fs;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Temporary files that a process has left behind because it ended in the middle of a write. */
final class TemporaryFiles {
    private static final Logger LOG = LoggerFactory.getLogger(TemporaryFiles.class);
    private static final Duration OLD = Duration.ofHours(1);

    private final Path directory;

    TemporaryFiles(Path directory) {
        this.directory = directory;
    }

    /**
     * Removes the files that are too old to be in use. A disk that is full or read-only keeps them, and the server serves
     * from it nevertheless.
     */
    void sweep() {
        try {
            sweepByItsClock();
        } catch (IOException e) {
            LOG.atWarn().setCause(e).log("Temporary files of earlier runs could not be listed");
        }
    }

    private void sweepByItsClock() throws IOException {
        Instant now = now();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
            for (Path file : files) {
                sweep(file, now);
            }
        }
    }

    /**
     * The time by the disk's clock. It is read from a file that is created for this and then removed.
     *
     * @throws IOException when no file can be created. This is the surest test, because a disk that has turned itself
     *     read-only still reports that access is granted
     */
    Instant now() throws IOException {
        Path probe = Files.createTempFile(directory, "now", "");
        try {
            return Files.getLastModifiedTime(probe).toInstant();
        } finally {
            Files.deleteIfExists(probe);
        }
    }

    private static void sweep(Path file, Instant now) {
        try {
            if (Files.getLastModifiedTime(file).toInstant().plus(OLD).isBefore(now)) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            LOG.atDebug().setCause(e).log("A temporary file could not be deleted");
        }
    }
}
