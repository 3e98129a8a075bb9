package dev.moorage.http.jetty.connection;

import java.util.concurrent.Semaphore;

/**
 * Limits how many connections may wait for the rest of a long head at once. A head stays on the heap until it is complete,
 * and a client can stop sending anywhere in it.
 */
public final class LongHeads {
    /** Heads of up to this many bytes are not counted. Nearly all heads are shorter. */
    public static final int SHORT = 16 * 1024;

    private static final int SHARE_OF_HEAP = 16;
    private static final int FEWEST = 64;
    private static final int MOST = 4096;

    private final Semaphore free;

    LongHeads(int most) {
        this.free = new Semaphore(most);
    }

    /** A limit at which heads of that many bytes each take a sixteenth of the heap. */
    public static LongHeads ofHeap(int maxHeadBytes) {
        long room = Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP;
        return new LongHeads(Math.clamp(room / maxHeadBytes, FEWEST, MOST));
    }

    public boolean tryBegin() {
        return free.tryAcquire();
    }

    public void end() {
        free.release();
    }
}
