package dev.moorage.storage.fs;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The file next to staged bytes that says which writer may change them. A writer takes the operating system's lock on this
 * file and reads it before each change. So a fenced writer, in this process or another one, changes nothing any more,
 * however late it comes. The lock is held during a write, and never while the server waits for a client.
 */
final class Fence implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Fence.class);

    private final Path path;
    private final FileChannel file;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(FenceState.BYTES);

    private Fence(Path path, FileChannel file) {
        this.path = path;
        this.file = file;
    }

    /** Opens the fence at a path, and creates it where there is none. A symbolic link is refused. */
    static Fence open(Path path, FileModes modes) throws IOException {
        return new Fence(path, modes.openState(path, StandardOpenOption.READ, StandardOpenOption.WRITE));
    }

    /** An action that runs while the lock is held. */
    interface Held<T> {
        /**
         * @param state the content of the fence, or empty when it is new
         */
        T apply(Optional<FenceState> state) throws IOException;
    }

    /** Runs an action under the lock, so that no other thread or process can act at the same time. */
    <T> T held(Held<T> action) throws IOException {
        try (FileLock _ = FileLocks.lock(file, 0)) {
            return action.apply(read());
        }
    }

    private Optional<FenceState> read() throws IOException {
        buffer.clear();
        while (buffer.hasRemaining() && file.read(buffer, buffer.position()) >= 0) {
            // Reads until the buffer is full or the file ends.
        }
        return FenceState.decode(buffer.flip());
    }

    /** Replaces the content of the fence. Called while the lock is held. */
    void write(FenceState state) throws IOException {
        file.write(state.encode(), 0);
    }

    /** Makes the content of the fence survive a power cut. */
    void force(Fsync forcing) throws IOException {
        forcing.file(file);
    }

    /**
     * Removes the fence. The name goes first, so that a writer that waits for the lock finds the fence gone and opens a new
     * one.
     */
    void remove(FenceState state) throws IOException {
        Files.deleteIfExists(path);
        write(state.in(FenceState.Phase.GONE));
    }

    /**
     * Closes the file while this fence holds the lock. Closing any descriptor of a file drops all locks of this process on
     * that file. So it happens only while no other thread of this process has a lock on it.
     */
    @Override
    public void close() {
        try (file) {
            FileLocks.lock(file, 0);
        } catch (IOException e) {
            LOG.atDebug().setCause(e).log("A fence could not be closed");
        }
    }
}
