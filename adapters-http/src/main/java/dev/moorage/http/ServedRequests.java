package dev.moorage.http;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Counts the requests that are served, without a limit. A request outlasts its response by its line in the log. */
final class ServedRequests {
    private static final int ALL = Integer.MAX_VALUE;

    private final Semaphore permits = new Semaphore(ALL);

    void begin() {
        permits.acquireUninterruptibly();
    }

    void end() {
        permits.release();
    }

    /** Waits until no request is served, and returns false when the time is over before. No request may begin any more. */
    boolean awaitNone(Duration most) throws InterruptedException {
        return permits.tryAcquire(ALL, most.toMillis(), TimeUnit.MILLISECONDS);
    }
}
