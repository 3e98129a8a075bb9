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
 * very moment at which the change takes effect. A lock is held during a rename, never during an fsync.
 *
 * <p>The threads of a process share {@value #STRIPES} locks. Among processes each key has its own, an OS lock on a byte of the
 * lock file, so that a process that is stopped with a lock keeps only the changes of that key waiting. Two keys have the same
 * byte with a probability of one in two to the power of {@value #BITS}. The file itself stays empty.
 */
final class KeyLocks implements AutoCloseable {
    private static final int STRIPES = 64;
    private static final int BITS = 62;

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
        long position = position(key);
        return threads.locked(key, () -> {
            try (FileLock _ = FileLocks.lock(processes, position)) {
                return change.apply();
            }
        });
    }

    /** Makes a change of one key while another key does not change. Every caller takes the two locks in the same order. */
    <T> T locked(ObjectKey one, ObjectKey other, StripedLocks.Change<T> change) throws IOException {
        long low = Math.min(position(one), position(other));
        long high = Math.max(position(one), position(other));
        if (low == high) {
            return locked(one, change);
        }
        return threads.locked(threads.stripe(one), threads.stripe(other), () -> {
            try (FileLock _ = FileLocks.lock(processes, low);
                    FileLock _ = FileLocks.lock(processes, high)) {
                return change.apply();
            }
        });
    }

    /** The byte of a key: a hash of it by FNV-1a, since that of Java has only 32 bits. */
    private static long position(ObjectKey key) {
        long hash = 0xcbf29ce484222325L;
        String name = key.value();
        for (int i = 0; i < name.length(); i++) {
            hash = (hash ^ name.charAt(i)) * 0x100000001b3L;
        }
        return hash >>> Long.SIZE - BITS;
    }

    @Override
    public void close() throws IOException {
        threads.locked(0, () -> {
            processes.close();
            return true;
        });
    }
}
