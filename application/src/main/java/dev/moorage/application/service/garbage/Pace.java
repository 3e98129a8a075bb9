package dev.moorage.application.service.garbage;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Spaces the requests of a collection, and ends the collection between two of them where its observer says so. */
final class Pace {
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    /** How much of the time that was not used may be caught up with, in nanoseconds. A sleep ends a little late. */
    private static final long SLACK = SECOND / 10;

    private static final int MOST_IN_A_BATCH = 1000;

    private final int perSecond;
    private final Time time;
    private final BooleanSupplier goesOn;
    /** When the next request may be sent. */
    private long next;

    /** A clock that can be waited for. */
    interface Time {
        /** The time of the system. */
        Time SYSTEM = new Time() {
            @Override
            public long nanos() {
                return System.nanoTime();
            }

            @Override
            public void sleep(long nanos) throws InterruptedIOException {
                try {
                    TimeUnit.NANOSECONDS.sleep(nanos);
                } catch (InterruptedException _) {
                    Thread.currentThread().interrupt();
                    throw new InterruptedIOException("interrupted");
                }
            }
        };

        /** Returns nanoseconds since some moment. */
        long nanos();

        /**
         * Returns after some nanoseconds.
         *
         * @throws InterruptedIOException the thread was interrupted
         */
        void sleep(long nanos) throws InterruptedIOException;
    }

    /**
     * @param perSecond the most requests in a second, or 0 for no limit
     * @param goesOn whether the collection goes on
     */
    Pace(int perSecond, Time time, BooleanSupplier goesOn) {
        this.perSecond = perSecond;
        this.time = time;
        this.goesOn = goesOn;
        this.next = time.nanos();
    }

    /** Returns the most objects of one delete. They are sent at once, so that they are at most those of a second. */
    int mostInABatch() {
        return perSecond == 0 ? MOST_IN_A_BATCH : Math.min(MOST_IN_A_BATCH, perSecond);
    }

    /**
     * Returns when requests may be sent.
     *
     * @throws CollectionEndedException the collection does not go on
     */
    void take(int requests) throws IOException {
        requireGoingOn();
        long wait = perSecond == 0 ? 0 : reserve(requests);
        if (wait > 0) {
            time.sleep(wait);
            requireGoingOn();
        }
    }

    private synchronized long reserve(int requests) {
        long now = time.nanos();
        long start = next - now < -SLACK ? now - SLACK : next;
        next = start + requests * SECOND / perSecond;
        return start - now;
    }

    private void requireGoingOn() throws CollectionEndedException {
        if (!goesOn.getAsBoolean()) {
            throw new CollectionEndedException();
        }
    }
}
