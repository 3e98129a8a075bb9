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
 * The file beside staged bytes that says who may write them. Whoever changes anything holds the operating system's lock on
 * it and has read it first; so a writer that was overtaken, in this process or another, changes nothing any more, however
 * late it comes. Held for a write, never while a client is waited for.
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

    /** Opens the fence of that name, and makes it where there is none. A symbolic link is no fence. */
    static Fence open(Path path, FileModes modes) throws IOException {
        return new Fence(path, modes.openState(path, StandardOpenOption.READ, StandardOpenOption.WRITE));
    }

    /** What is done while the fence is held. */
    interface Held<T> {
        /**
         * @param state what the fence says; empty when it is new
         */
        T apply(Optional<FenceState> state) throws IOException;
    }

    /** Does something that nobody else can do meanwhile. */
    <T> T held(Held<T> action) throws IOException {
        try (FileLock _ = FileLocks.lock(file, 0)) {
            return action.apply(read());
        }
    }

    private Optional<FenceState> read() throws IOException {
        buffer.clear();
        while (buffer.hasRemaining() && file.read(buffer, buffer.position()) >= 0) {
            // Until all of it is there.
        }
        return FenceState.decode(buffer.flip());
    }

    /** Says something else from now on. Called while the fence is held. */
    void write(FenceState state) throws IOException {
        file.write(state.encode(), 0);
    }

    /** Makes what it says survive a power cut. */
    void force(Forcing forcing) throws IOException {
        forcing.file(file);
    }

    /** Takes the fence away: its name first, so that whoever waits for it finds it gone and looks for a new one. */
    void remove(FenceState state) throws IOException {
        Files.deleteIfExists(path);
        write(state.in(FenceState.Phase.GONE));
    }

    /**
     * Closing any descriptor of a file drops all locks that this process has on it; so it is done when no other thread of
     * this process has one.
     */
    @Override
    public void close() {
        try (file) {
            FileLocks.lock(file, 0);
        } catch (IOException e) {
            LOG.atDebug().setCause(e).log("A fence was not closed in order");
        }
    }
}
