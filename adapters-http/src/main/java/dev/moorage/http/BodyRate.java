package dev.moorage.http;

import java.time.Duration;

/**
 * How fast a body comes, one window of waiting after the other: how fast it was before buys nothing, and the time that storing
 * takes is not counted. Read by one thread, looked at by another.
 */
final class BodyRate {
    private static final long NOT_WAITING = Long.MIN_VALUE;

    private final long minBytesPerSecond;
    private final long windowNanos;
    private long bytes;
    private long waitedBefore;
    private long waitingSince = NOT_WAITING;
    private boolean tooSlow;

    BodyRate(long minBytesPerSecond, Duration window) {
        this.minBytesPerSecond = minBytesPerSecond;
        this.windowNanos = window.toNanos();
    }

    /** From now on the client is waited for. */
    synchronized void waiting(long now) {
        waitingSince = now;
    }

    /** So many bytes have come, and nobody waited for them. */
    synchronized void arrived(int count) {
        bytes += count;
    }

    /** So many bytes have come, and the client is not waited for any more. */
    synchronized void received(int count, long now) {
        bytes += count;
        look(now);
        waitedBefore += now - waitingSince;
        waitingSince = NOT_WAITING;
    }

    /** Whether a window has gone by in which too little came. Stays so. */
    synchronized boolean isTooSlow(long now) {
        look(now);
        return tooSlow;
    }

    private void look(long now) {
        long waited = waitedBefore + (waitingSince == NOT_WAITING ? 0 : now - waitingSince);
        if (waited < windowNanos) {
            return;
        }
        tooSlow |= bytes < minBytesPerSecond * (waited / 1e9);
        bytes = 0;
        waitedBefore = 0;
        waitingSince = waitingSince == NOT_WAITING ? NOT_WAITING : now;
    }
}
