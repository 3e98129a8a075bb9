package dev.moorage.storage.spi.io;

import java.util.concurrent.locks.LockSupport;

/**
 * Lets others have the processor after so many bytes. A virtual thread keeps its carrier until it waits for something: one whose
 * client is always faster than itself would never give it up, and those who are woken by a socket would wait for ever. A moment's
 * parking puts it behind them; {@link Thread#yield} would not, since it prefers who waits at the same carrier. For one thread.
 */
public final class Turn {
    private final long bytes;
    private long passed;

    /**
     * @param bytes how many bytes one turn is
     */
    public Turn(long bytes) {
        if (bytes < 1) {
            throw new IllegalArgumentException("a turn is at least a byte");
        }
        this.bytes = bytes;
    }

    /** So many bytes have gone by. */
    public void passed(long count) {
        passed += count;
        if (passed >= bytes) {
            passed = 0;
            LockSupport.parkNanos(1);
        }
    }
}
