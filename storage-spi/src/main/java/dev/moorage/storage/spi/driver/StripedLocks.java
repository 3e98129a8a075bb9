package dev.moorage.storage.spi.driver;

import dev.moorage.storage.spi.object.ObjectKey;
import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Admits one thread of this process at a time for a key. Keys are hashed to a fixed number of locks, the stripes, so two keys
 * may share one. A change that needs two keys takes both locks at once, and no change takes a further one.
 */
public final class StripedLocks {
    private final ReentrantLock[] stripes;

    /**
     * @param stripes the number of locks, 1 or more
     */
    public StripedLocks(int stripes) {
        if (stripes < 1) {
            throw new IllegalArgumentException("there is at least one lock");
        }
        this.stripes = new ReentrantLock[stripes];
        Arrays.setAll(this.stripes, _ -> new ReentrantLock());
    }

    /** The change that runs under a lock. */
    @FunctionalInterface
    public interface Change<T> {
        T apply() throws IOException;
    }

    /** The stripe of a key: 0 or more, and less than the number of locks. */
    public int stripe(ObjectKey key) {
        return Math.floorMod(key.value().hashCode(), stripes.length);
    }

    /** Waits for the lock of a stripe, and makes the change under it. */
    public <T> T locked(int stripe, Change<T> change) throws IOException {
        stripes[stripe].lock();
        try {
            return change.apply();
        } finally {
            stripes[stripe].unlock();
        }
    }

    /** Waits for the lock of a key, and makes the change under it. */
    public <T> T locked(ObjectKey key, Change<T> change) throws IOException {
        return locked(stripe(key), change);
    }

    /**
     * Waits for the locks of two stripes, in an order that all callers share, and makes the change under both. When it is one
     * stripe, its lock is taken once.
     */
    public <T> T locked(int one, int other, Change<T> change) throws IOException {
        int low = Math.min(one, other);
        int high = Math.max(one, other);
        return low == high ? locked(low, change) : locked(low, () -> locked(high, change));
    }

    /** Waits until no thread holds a lock, and makes the change under all of them. */
    public <T> T lockedAll(Change<T> change) throws IOException {
        int held = 0;
        try {
            for (ReentrantLock stripe : stripes) {
                stripe.lock();
                held++;
            }
            return change.apply();
        } finally {
            for (int i = 0; i < held; i++) {
                stripes[i].unlock();
            }
        }
    }
}
