package dev.moorage.http.jetty.limit;

/**
 * Measures the speed of one request's client: bytes per time that the server waited for the client, over the last ten to
 * twenty seconds of waiting. Time spent in storage does not count. All times are those of {@link System#nanoTime}.
 */
public final class Pace {
    private static final long NOT_WAITING = Long.MIN_VALUE;
    private static final long WINDOW = 10_000_000_000L;

    /** A credit for each client, so that a client that has just come does not count as the slowest. */
    private static final long CREDIT_BYTES = 64 * 1024;

    private static final long CREDIT_NANOS = 1_000_000_000L;

    private long waitingSince = NOT_WAITING;
    private long bytes;
    private long waited;
    private long bytesBefore;
    private long waitedBefore;

    /** The server waits for the client from now on. */
    public synchronized void waits(long now) {
        if (waitingSince == NOT_WAITING) {
            waitingSince = now;
        }
    }

    /** Adds the bytes that were received or sent. The server no longer waits for the client. */
    public synchronized void moved(long count, long now) {
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

    /** How long the server has waited for the client without a byte, in nanoseconds. */
    public synchronized long silence(long now) {
        return waiting(now);
    }

    /** The speed in bytes a second. */
    public synchronized double rate(long now) {
        double nanos = (double) waitedBefore + waited + waiting(now) + CREDIT_NANOS;
        return (bytesBefore + bytes + CREDIT_BYTES) * 1e9 / nanos;
    }

    private long waiting(long now) {
        return waitingSince == NOT_WAITING ? 0 : Math.max(0, now - waitingSince);
    }
}
