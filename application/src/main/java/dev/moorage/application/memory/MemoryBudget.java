package dev.moorage.application.memory;

import java.time.Duration;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * The one budget of memory for bodies that are held whole: manifests that are received, read, and sent. A body of up to
 * {@value #FREE} bytes costs no more than its connection and is not counted. Bodies of up to {@value #SMALL} bytes have a
 * quarter of the budget to themselves, so that large ones keep nobody from an ordinary manifest. Requests wait for memory in
 * the order in which they came. While one waits, the body whose client has been silent the longest is ended.
 */
public final class MemoryBudget {
    /** Bytes of a body that are not counted. */
    public static final int FREE = 16 * 1024;

    /** The bytes of the largest body that is not a large one. */
    public static final int SMALL = 64 * 1024;

    /** What one permit stands for: semaphores count in {@code int}. */
    private static final int UNIT = 1024;

    /** Memory of a client that was ended is given back in this time. */
    private static final Duration BETWEEN_ENDS = Duration.ofMillis(250);

    private final Share small;
    private final Share large;
    private final Duration patience;
    private final Duration silence;
    private final Set<Lease> evictable = ConcurrentHashMap.newKeySet();

    /**
     * @param bytes all of them together
     * @param patience how long a request waits for memory
     * @param silence for how long a client has been silent before its body is ended for one that waits
     */
    public MemoryBudget(long bytes, Duration patience, Duration silence) {
        this.small = new Share(bytes / 4);
        this.large = new Share(bytes - bytes / 4);
        this.patience = patience;
        this.silence = silence;
    }

    /** An eighth of the heap, waited for ten seconds; clients may be silent for five while others wait. */
    public static MemoryBudget ofHeap() {
        return new MemoryBudget(Runtime.getRuntime().maxMemory() / 8, Duration.ofSeconds(10), Duration.ofSeconds(5));
    }

    /** A lease of nothing yet. */
    public Lease lease() {
        return new Lease();
    }

    /** Ends silent clients, one after the other, until it is interrupted. */
    private void endTheSilent() {
        try {
            while (true) {
                Thread.sleep(BETWEEN_ENDS);
                endTheMostSilent();
            }
        } catch (InterruptedException _) {
            // Memory was found, or is not waited for any more.
        }
    }

    private void endTheMostSilent() {
        long now = System.nanoTime();
        evictable.stream()
                .filter(lease -> now - lease.touched >= silence.toNanos())
                .max(Comparator.comparingLong(lease -> now - lease.touched))
                .ifPresent(Lease::end);
    }

    /** Part of the budget. */
    private static final class Share {
        private final int units;
        private final Semaphore free;

        Share(long bytes) {
            this.units = (int) Math.max(1, Math.min(Integer.MAX_VALUE, bytes / UNIT));
            this.free = new Semaphore(units, true);
        }

        /** As many permits as so many bytes need; what is larger than the share takes all of it. */
        int needed(long bytes) {
            return (int) Math.min(units, (bytes + UNIT - 1) / UNIT);
        }
    }

    /** Memory of one body, until it is closed. For one thread. */
    public final class Lease implements AutoCloseable {
        private volatile Optional<Runnable> end = Optional.empty();
        private Share share = small;
        private int permits;
        private volatile long touched = System.nanoTime();

        private Lease() {}

        /**
         * Says that the body comes from a client, or goes to one, from now on.
         *
         * @param request ends the request; called from any thread, at most once
         */
        public void isWithClient(Runnable request) {
            end = Optional.of(request);
            touch();
            if (permits > 0) {
                evictable.add(this);
            }
        }

        /**
         * Takes memory for a body of that many bytes, in place of what was taken before.
         *
         * @throws MemoryShortException when none became free in time
         */
        public void reserve(long bytes) throws MemoryShortException {
            if (bytes <= FREE) {
                return;
            }
            Share next = bytes <= SMALL ? small : large;
            int more = next.needed(bytes) - (next == share ? permits : 0);
            if (more > 0) {
                evictable.remove(this); // Its client cannot help that it waits.
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

        /** Waits in line once: to ask again would be to go to its end. */
        private boolean waited(Share from, int count) throws InterruptedException {
            Thread ending = Thread.startVirtualThread(MemoryBudget.this::endTheSilent);
            try {
                return from.free.tryAcquire(count, patience.toNanos(), TimeUnit.NANOSECONDS);
            } finally {
                ending.interrupt();
            }
        }

        /** Says that the client has sent or taken some of the body. */
        public void touch() {
            touched = System.nanoTime();
        }

        /** Not while the lease is closed: what comes next on the connection is not ended. */
        private synchronized void end() {
            if (evictable.remove(this)) {
                end.ifPresent(Runnable::run);
            }
        }

        /** Gives the memory back. May be called twice. */
        @Override
        public synchronized void close() {
            evictable.remove(this);
            share.free.release(permits);
            permits = 0;
        }
    }
}
