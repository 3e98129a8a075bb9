package dev.moorage.storage.fs;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * Exclusive locks of the operating system, which end with the process that holds them. In Java, two threads of one process
 * cannot wait for the same lock, so a thread that finds the lock held by another thread polls.
 */
final class FileLocks {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final long PAUSE_NANOS = 50_000;

    private FileLocks() {}

    /**
     * Locks a byte of a file, whether or not the file is that long.
     *
     * @param position the byte's offset
     * @throws IOException when another process or thread has held the lock for too long
     */
    static FileLock lock(FileChannel file, long position) throws IOException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try {
                FileLock lock = file.tryLock(position, 1, false);
                if (lock != null) {
                    return lock;
                }
            } catch (OverlappingFileLockException _) {
                // Another thread of this process holds the lock.
            }
            if (System.nanoTime() - deadline > 0) {
                throw new IOException("a lock is held by another process for too long");
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }
}
