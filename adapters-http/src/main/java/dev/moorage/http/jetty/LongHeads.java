package dev.moorage.http.jetty;

import java.util.concurrent.Semaphore;

/**
 * How many connections may wait for the rest of a long head at once. A head is kept on the heap until it is complete, and a client can
 * stop anywhere in it.
 */
final class LongHeads {
    /** Heads up to that many bytes are not counted: nearly all are shorter. */
    static final int SHORT = 16 * 1024;

    private static final int SHARE_OF_HEAP = 16;
    private static final int FEWEST = 64;
    private static final int MOST = 4096;

    private final Semaphore free;

    LongHeads(int most) {
        this.free = new Semaphore(most);
    }

    /** As many as take a sixteenth of the heap when each has that many bytes. */
    static LongHeads ofHeap(int maxHeadBytes) {
        long room = Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP;
        return new LongHeads(Math.clamp(room / maxHeadBytes, FEWEST, MOST));
    }

    boolean tryBegin() {
        return free.tryAcquire();
    }

    void end() {
        free.release();
    }
}
