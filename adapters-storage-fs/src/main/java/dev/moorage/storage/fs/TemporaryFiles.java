package dev.moorage.storage.fs;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a process that ended in the middle of a write has left behind. */
final class TemporaryFiles {
    private static final Logger LOG = LoggerFactory.getLogger(TemporaryFiles.class);
    private static final Duration OLD = Duration.ofHours(1);

    private final Path directory;

    TemporaryFiles(Path directory) {
        this.directory = directory;
    }

    /** Removes what is too old to be in use. A disk that is full or read-only keeps it, and is served from nevertheless. */
    void sweep() {
        try {
            sweepByItsClock();
        } catch (IOException e) {
            LOG.atWarn().setCause(e).log("Temporary files of earlier runs were not looked for");
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
     * What the disk's clock says, of a file that is made for it and removed.
     *
     * @throws IOException no file can be made: nothing says it as surely, since a disk that has turned read-only of itself still
     *     grants access
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
            LOG.atDebug().setCause(e).log("A temporary file stays");
        }
    }
}
