package dev.moorage.http.jetty;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How much of bodies over HTTP/2 may lie in memory unread, for all connections of a server together. Half of it is lent to
 * uploads as larger windows. Safe for use by many threads.
 */
final class ReceiveBudget {
    /** What the objects of one piece of a body take in the heap, in bytes, beside the piece itself. */
    static final int PIECE_OVERHEAD = 256;

    private static final long MAX_DEFAULT = 64 << 20;
    private static final long SHARE_OF_HEAP = 8;
    private static final int MAX_LOAN = 16 << 20;
    private static final int SHARE_OF_LOANS = 4;

    private final long limit;
    private final AtomicLong waiting = new AtomicLong();
    private final AtomicLong lent = new AtomicLong();
    private final AtomicInteger connections = new AtomicInteger();

    /** @param limit in bytes */
    ReceiveBudget(long limit) {
        if (limit < 1) {
            throw new IllegalArgumentException("a budget of no byte");
        }
        this.limit = limit;
    }

    /** 64 MiB, or an eighth of the heap where that is less. */
    static ReceiveBudget ofHeap() {
        return new ReceiveBudget(Math.min(MAX_DEFAULT, Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP));
    }

    void opened() {
        connections.incrementAndGet();
    }

    /** @param left what the connection had waiting, in bytes */
    void closed(long left) {
        connections.decrementAndGet();
        waiting.addAndGet(-left);
    }

    /** Counts bytes that wait from now on, or with a negative number those that no longer do. */
    void changed(long bytes) {
        waiting.addAndGet(bytes);
    }

    /** The bytes that wait, of all connections. */
    long waiting() {
        return waiting.get();
    }

    /**
     * Whether a connection has more waiting than it may: the budget is used up, and this connection has more than an equal share.
     */
    boolean isOverdrawnBy(long bytesOfConnection) {
        return waiting.get() > limit && bytesOfConnection > limit / Math.max(1, connections.get());
    }

    /**
     * Lends room for a larger window: a quarter of what is left, so that the first gets much and later ones still get some.
     *
     * @param wanted in bytes
     * @return in bytes; 0 where nothing is left
     */
    int lend(long wanted) {
        while (true) {
            long before = lent.get();
            long share = Math.max(0, limit / 2 - before) / SHARE_OF_LOANS;
            int loan = (int) Math.min(Math.min(wanted, share), MAX_LOAN);
            if (lent.compareAndSet(before, before + loan)) {
                return loan;
            }
        }
    }

    void returned(int loan) {
        lent.addAndGet(-loan);
    }

    /** The bytes that are lent. */
    long lent() {
        return lent.get();
    }
}
