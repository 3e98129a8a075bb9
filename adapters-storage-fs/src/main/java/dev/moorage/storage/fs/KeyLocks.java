package dev.moorage.storage.fs;

import dev.moorage.storage.spi.ObjectKey;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.concurrent.locks.ReentrantLock;

/**
 * One writer at a time for a key, among the threads of this process and among processes: so a condition holds at the moment
 * at which the change takes effect. Held for a rename, never for a force. Keys share {@value #STRIPES} locks: for each a byte of
 * one file, which has none of them.
 */
final class KeyLocks implements AutoCloseable {
    private static final int STRIPES = 64;

    private final ReentrantLock[] threads = new ReentrantLock[STRIPES];
    private final Path file;
    private final FileModes modes;
    private FileChannel processes;

    private KeyLocks(Path file, FileModes modes, FileChannel processes) {
        this.file = file;
        this.modes = modes;
        this.processes = processes;
        Arrays.setAll(threads, _ -> new ReentrantLock());
    }

    /** Those of a file, which is made where there is none. */
    static KeyLocks at(Path file, FileModes modes) throws IOException {
        return new KeyLocks(file, modes, modes.openState(file, StandardOpenOption.WRITE));
    }

    /** Takes the file that has the name now: other processes that open it lock that one. Waits for those who hold a lock. */
    void reopen() throws IOException {
        int held = 0;
        try {
            for (ReentrantLock thread : threads) {
                thread.lock();
                held++;
            }
            FileChannel before = processes;
            processes = modes.openState(file, StandardOpenOption.WRITE);
            before.close();
        } finally {
            for (int i = 0; i < held; i++) {
                threads[i].unlock();
            }
        }
    }

    /** What is done under a lock. */
    interface Change<T> {
        T apply() throws IOException;
    }

    <T> T locked(ObjectKey key, Change<T> change) throws IOException {
        int stripe = Math.floorMod(key.value().hashCode(), STRIPES);
        threads[stripe].lock();
        try (FileLock _ = FileLocks.lock(processes, stripe)) {
            return change.apply();
        } finally {
            threads[stripe].unlock();
        }
    }

    @Override
    public void close() throws IOException {
        threads[0].lock();
        try {
            processes.close();
        } finally {
            threads[0].unlock();
        }
    }
}
