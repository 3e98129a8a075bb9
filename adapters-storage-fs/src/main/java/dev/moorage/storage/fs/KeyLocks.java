package dev.moorage.storage.fs;

import dev.moorage.storage.spi.driver.StripedLocks;
import dev.moorage.storage.spi.object.ObjectKey;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Allows one writer at a time for a key, among the threads of this process and among processes. So a condition holds at the
 * very moment at which the change takes effect. A lock is held during a rename, never during an fsync. Keys are hashed to
 * {@value #STRIPES} locks. Lock <i>i</i> is an OS lock on byte <i>i</i> of the lock file. The file itself stays empty.
 */
final class KeyLocks implements AutoCloseable {
    private static final int STRIPES = 64;

    private final StripedLocks threads = new StripedLocks(STRIPES);
    private final Path file;
    private final FileModes modes;
    private FileChannel processes;

    private KeyLocks(Path file, FileModes modes, FileChannel processes) {
        this.file = file;
        this.modes = modes;
        this.processes = processes;
    }

    /** Opens the locks of a file, which is created where there is none. */
    static KeyLocks at(Path file, FileModes modes) throws IOException {
        return new KeyLocks(file, modes, modes.openState(file, StandardOpenOption.WRITE));
    }

    /**
     * Opens the file that has the name now, because other processes that open it take their locks on that one. Waits for the
     * threads that hold a lock.
     */
    void reopen() throws IOException {
        threads.lockedAll(() -> {
            FileChannel before = processes;
            processes = modes.openState(file, StandardOpenOption.WRITE);
            before.close();
            return true;
        });
    }

    <T> T locked(ObjectKey key, StripedLocks.Change<T> change) throws IOException {
        int stripe = threads.stripe(key);
        return threads.locked(stripe, () -> {
            try (FileLock _ = FileLocks.lock(processes, stripe)) {
                return change.apply();
            }
        });
    }

    /** Makes a change of one key while another key does not change. Every caller takes the two locks in the same order. */
    <T> T locked(ObjectKey one, ObjectKey other, StripedLocks.Change<T> change) throws IOException {
        int low = Math.min(threads.stripe(one), threads.stripe(other));
        int high = Math.max(threads.stripe(one), threads.stripe(other));
        if (low == high) {
            return locked(one, change);
        }
        return threads.locked(low, high, () -> {
            try (FileLock _ = FileLocks.lock(processes, low);
                    FileLock _ = FileLocks.lock(processes, high)) {
                return change.apply();
            }
        });
    }

    @Override
    public void close() throws IOException {
        threads.locked(0, () -> {
            processes.close();
            return true;
        });
    }
}
