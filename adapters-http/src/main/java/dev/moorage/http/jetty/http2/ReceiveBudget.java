package dev.moorage.http.jetty.http2;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The budget for unread body data over HTTP/2, shared by all connections of a server. Half of it is lent to uploads as
 * larger windows. Safe for use by many threads.
 */
public final class ReceiveBudget {
    /** The heap bytes of the objects of one piece of a body, in addition to its data. */
    static final int PIECE_OVERHEAD = 256;

    private static final long MAX_DEFAULT = 64 << 20;
    private static final long SHARE_OF_HEAP = 8;
    private static final int MAX_LOAN = 16 << 20;
    private static final int SHARE_OF_LOANS = 4;

    private final long limit;
    private final AtomicLong waiting = new AtomicLong();
    private final AtomicLong lent = new AtomicLong();
    private final AtomicInteger connections = new AtomicInteger();

    /** @param limit the budget in bytes */
    public ReceiveBudget(long limit) {
        if (limit < 1) {
            throw new IllegalArgumentException("a budget of no byte");
        }
        this.limit = limit;
    }

    /** The default budget: 64 MiB, or an eighth of the heap if that is less. */
    public static ReceiveBudget ofHeap() {
        return new ReceiveBudget(Math.min(MAX_DEFAULT, Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP));
    }

    public void opened() {
        connections.incrementAndGet();
    }

    /** @param left the bytes of the connection that were still unread */
    public void closed(long left) {
        connections.decrementAndGet();
        waiting.addAndGet(-left);
    }

    /** Adds unread bytes, or with a negative number removes bytes that were read. */
    public void changed(long bytes) {
        waiting.addAndGet(bytes);
    }

    /** The unread bytes of all connections. */
    public long waiting() {
        return waiting.get();
    }

    /**
     * Whether a connection has too many unread bytes: the budget is used up, and this connection has more than an equal
     * share of it.
     */
    public boolean isOverdrawnBy(long bytesOfConnection) {
        return waiting.get() > limit && bytesOfConnection > limit / Math.max(1, connections.get());
    }

    /**
     * Lends room for a larger window: at most a quarter of what is left, so that the first upload gets much and later ones
     * still get some.
     *
     * @param wanted the bytes asked for
     * @return the bytes that are lent, or 0 when nothing is left
     */
    public int lend(long wanted) {
        while (true) {
            long before = lent.get();
            long share = Math.max(0, limit / 2 - before) / SHARE_OF_LOANS;
            int loan = (int) Math.min(Math.min(wanted, share), MAX_LOAN);
            if (lent.compareAndSet(before, before + loan)) {
                return loan;
            }
        }
    }

    public void returned(int loan) {
        lent.addAndGet(-loan);
    }

    /** The bytes that are lent. */
    public long lent() {
        return lent.get();
    }
}
