package dev.moorage.application.memory;

import java.time.Duration;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * A shared budget of memory for bodies that are held whole: manifests that are received, read or sent. A body of up to
 * {@value #FREE} bytes costs no more than its connection and is not counted. Bodies of up to {@value #SMALL} bytes have
 * a quarter of the budget to themselves, so that large bodies do not block ordinary manifests. Requests wait for memory
 * in the order of their arrival. While one waits, the request whose client has been silent the longest is ended.
 */
public final class MemoryBudget {
    /** The size in bytes up to which a body is not counted. */
    public static final int FREE = 16 * 1024;

    /** The size in bytes up to which a body counts as small. */
    public static final int SMALL = 64 * 1024;

    /** The number of bytes that one permit stands for. Semaphores count permits in {@code int}. */
    private static final int UNIT = 1024;

    /** The pause between ending two clients. The memory of the first is returned within this time. */
    private static final Duration BETWEEN_ENDS = Duration.ofMillis(250);

    private final Share small;
    private final Share large;
    private final Duration patience;
    private final Duration silence;
    private final Set<Lease> evictable = ConcurrentHashMap.newKeySet();

    /**
     * Creates a budget.
     *
     * @param bytes the size of the whole budget
     * @param patience how long a request waits for memory
     * @param silence how long a client must have been silent before its body is ended in favour of a waiting request
     */
    public MemoryBudget(long bytes, Duration patience, Duration silence) {
        this.small = new Share(bytes / 4);
        this.large = new Share(bytes - bytes / 4);
        this.patience = patience;
        this.silence = silence;
    }

    /**
     * Returns a budget of an eighth of the heap. Requests wait for ten seconds. Clients may be silent for five seconds
     * while others wait.
     */
    public static MemoryBudget ofHeap() {
        return new MemoryBudget(Runtime.getRuntime().maxMemory() / 8, Duration.ofSeconds(10), Duration.ofSeconds(5));
    }

    /** Returns a lease without memory. */
    public Lease lease() {
        return new Lease();
    }

    /** Ends silent clients one after the other until this thread is interrupted. */
    private void endTheSilent() {
        try {
            while (true) {
                Thread.sleep(BETWEEN_ENDS);
                endTheMostSilent();
            }
        } catch (InterruptedException _) {
            // The request got its memory, or has stopped waiting.
        }
    }

    private void endTheMostSilent() {
        long now = System.nanoTime();
        evictable.stream()
                .filter(lease -> now - lease.touched >= silence.toNanos())
                .max(Comparator.comparingLong(lease -> now - lease.touched))
                .ifPresent(Lease::end);
    }

    /** One part of the budget, for small or for large bodies. */
    private static final class Share {
        private final int units;
        private final Semaphore free;

        Share(long bytes) {
            this.units = (int) Math.max(1, Math.min(Integer.MAX_VALUE, bytes / UNIT));
            this.free = new Semaphore(units, true);
        }

        /** Returns how many permits a body of this size needs. A body larger than the share takes all of it. */
        int needed(long bytes) {
            return (int) Math.min(units, (bytes + UNIT - 1) / UNIT);
        }
    }

    /** The memory of one body until it is closed. For use by one thread. */
    public final class Lease implements AutoCloseable {
        private volatile Optional<Runnable> end = Optional.empty();
        private Share share = small;
        private int permits;
        private volatile long touched = System.nanoTime();

        private Lease() {}

        /**
         * Marks the body as received from a client, or sent to one, from now on.
         *
         * @param request ends the request. Called by any thread, at most once
         */
        public void isWithClient(Runnable request) {
            end = Optional.of(request);
            touch();
            if (permits > 0) {
                evictable.add(this);
            }
        }

        /**
         * Takes memory for a body of {@code bytes} bytes, in place of the memory taken before.
         *
         * @throws MemoryShortException if no memory became free in time
         */
        public void reserve(long bytes) throws MemoryShortException {
            if (bytes <= FREE) {
                return;
            }
            Share next = bytes <= SMALL ? small : large;
            int more = next.needed(bytes) - (next == share ? permits : 0);
            if (more > 0) {
                evictable.remove(this); // This request waits for memory, not for its client.
                take(next, more);
                if (next != share) {
                    share.free.release(permits);
                    permits = 0;
                }
                share = next;
                permits += more;
            }
            touch();
            if (end.isPresent()) {
                evictable.add(this);
            }
        }

        private void take(Share from, int count) throws MemoryShortException {
            try {
                if (!from.free.tryAcquire(count, 0, TimeUnit.NANOSECONDS) && !waited(from, count)) {
                    throw new MemoryShortException();
                }
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                throw new MemoryShortException();
            }
        }

        /** Waits in the queue once. A second attempt would start at the end of the queue. */
        private boolean waited(Share from, int count) throws InterruptedException {
            Thread ending = Thread.startVirtualThread(MemoryBudget.this::endTheSilent);
            try {
                return from.free.tryAcquire(count, patience.toNanos(), TimeUnit.NANOSECONDS);
            } finally {
                ending.interrupt();
            }
        }

        /** Records that the client has sent or received some of the body. */
        public void touch() {
            touched = System.nanoTime();
        }

        /** Ends the request unless the lease is closed: the next request on the connection must not be ended. */
        private synchronized void end() {
            if (evictable.remove(this)) {
                end.ifPresent(Runnable::run);
            }
        }

        /** Returns the memory. May be called twice. */
        @Override
        public synchronized void close() {
            evictable.remove(this);
            share.free.release(permits);
            permits = 0;
        }
    }
}
