package dev.moorage.storage.spi.io;

import java.util.concurrent.locks.LockSupport;

/**
 * Lets other virtual threads run after a given number of bytes. A virtual thread keeps its carrier until it waits for
 * something. A thread whose client is always faster than the thread itself would never release its carrier, and threads that
 * a socket has woken would wait forever. Parking for a moment puts the thread behind them. {@link Thread#yield} would not,
 * since it prefers threads that wait at the same carrier. For use by one thread.
 */
public final class CooperativeYield {
    private final long bytes;
    private long passed;

    /**
     * @param bytes the number of bytes of one turn
     */
    public CooperativeYield(long bytes) {
        if (bytes < 1) {
            throw new IllegalArgumentException("a turn is at least a byte");
        }
        this.bytes = bytes;
    }

    /** Counts bytes that were transferred, and parks the thread when its turn is over. */
    public void passed(long count) {
        passed += count;
        if (passed >= bytes) {
            passed = 0;
            LockSupport.parkNanos(1);
        }
    }
}
