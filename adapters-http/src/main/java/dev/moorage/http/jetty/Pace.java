package dev.moorage.http.jetty;

/**
 * How fast the client of one request is: bytes by the time that it was waited for, over the last ten to twenty seconds of waiting.
 * The time that storing takes is not counted. All times are those of {@link System#nanoTime}.
 */
final class Pace {
    private static final long NOT_WAITING = Long.MIN_VALUE;
    private static final long WINDOW = 10_000_000_000L;

    /** What each client has to its credit, so that one that has just come is not the slowest of all. */
    private static final long CREDIT_BYTES = 64 * 1024;

    private static final long CREDIT_NANOS = 1_000_000_000L;

    private long waitingSince = NOT_WAITING;
    private long bytes;
    private long waited;
    private long bytesBefore;
    private long waitedBefore;

    /** The client is waited for from now on. */
    synchronized void waits(long now) {
        if (waitingSince == NOT_WAITING) {
            waitingSince = now;
        }
    }

    /** So many bytes have gone or come, and the client is not waited for any more. */
    synchronized void moved(long count, long now) {
        bytes += count;
        waited += waiting(now);
        waitingSince = NOT_WAITING;
        if (waited >= WINDOW) {
            bytesBefore = bytes;
            waitedBefore = waited;
            bytes = 0;
            waited = 0;
        }
    }

    synchronized boolean isWaiting() {
        return waitingSince != NOT_WAITING;
    }

    /** For how long the client has been waited for without a byte, in nanoseconds. */
    synchronized long silence(long now) {
        return waiting(now);
    }

    /** In bytes a second. */
    synchronized double rate(long now) {
        double nanos = (double) waitedBefore + waited + waiting(now) + CREDIT_NANOS;
        return (bytesBefore + bytes + CREDIT_BYTES) * 1e9 / nanos;
    }

    private long waiting(long now) {
        return waitingSince == NOT_WAITING ? 0 : Math.max(0, now - waitingSince);
    }
}
