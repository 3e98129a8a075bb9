package dev.moorage.bootstrap.logging;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file of lines that other programs may rotate. It is opened again when its path leads to another file, so it needs no signal,
 * and lines are appended, so it may also be cut. A line that cannot be written goes to the log instead.
 */
public final class AuditFile implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AuditFile.class);
    private static final Set<StandardOpenOption> APPENDING =
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND);

    private final Path path;
    private final ReentrantLock writing = new ReentrantLock();
    private FileChannel channel;
    private @Nullable Object file;
    private boolean failing;

    /**
     * Opens a file, or makes it for its owner alone.
     *
     * @throws IOException the file cannot be opened
     */
    public AuditFile(Path path) throws IOException {
        this.path = path;
        this.channel = open(path);
        this.file = identity(path);
    }

    private static FileChannel open(Path path) throws IOException {
        boolean posix = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
        return FileChannel.open(
                path,
                APPENDING,
                posix
                        ? new FileAttribute<?>[] {
                            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                        }
                        : new FileAttribute<?>[0]);
    }

    /** Appends a line. */
    void write(String line) {
        writing.lock();
        try {
            reopenIfMoved();
            ByteBuffer bytes = ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                int _ = channel.write(bytes);
            }
            failing = false;
        } catch (IOException e) {
            if (!failing) {
                LOG.atError()
                        .setCause(e)
                        .addKeyValue("file", path)
                        .log("The audit file cannot be written: its lines are in this log until it can");
            }
            failing = true;
            LOG.info(line);
        } finally {
            writing.unlock();
        }
    }

    private static @Nullable Object identity(Path path) throws IOException {
        return Files.readAttributes(path, BasicFileAttributes.class).fileKey();
    }

    private void reopenIfMoved() throws IOException {
        if (channel.isOpen() && isInPlace()) {
            return;
        }
        FileChannel moved = channel;
        channel = open(path);
        file = identity(path);
        moved.close();
    }

    private boolean isInPlace() {
        try {
            return Objects.equals(identity(path), file);
        } catch (IOException _) {
            return false; // It was moved, and is made again.
        }
    }

    @Override
    public void close() throws IOException {
        writing.lock();
        try {
            channel.close();
        } finally {
            writing.unlock();
        }
    }
}
