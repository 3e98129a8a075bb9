package dev.moorage.storage.s3.object;

import dev.moorage.storage.spi.ObjectKey;
import java.io.IOException;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Admits one writer at a time for a key, among the threads of this process. It serves stores that do not evaluate a
 * condition.
 */
public final class KeyLocks {
    private static final int STRIPES = 256;

    private final ReentrantLock[] stripes = new ReentrantLock[STRIPES];

    public KeyLocks() {
        for (int i = 0; i < STRIPES; i++) {
            stripes[i] = new ReentrantLock();
        }
    }

    /** The change that runs under a lock. */
    interface Change<T> {
        T apply() throws IOException;
    }

    <T> T locked(ObjectKey key, Change<T> change) throws IOException {
        ReentrantLock lock = stripes[Math.floorMod(key.value().hashCode(), STRIPES)];
        lock.lock();
        try {
            return change.apply();
        } finally {
            lock.unlock();
        }
    }
}
