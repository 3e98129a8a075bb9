package dev.moorage.application.service.live;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;

/** The rate of the last ten seconds. Readers take the samples when they ask, so that a byte that arrives costs nothing. */
final class RecentRate {
    private static final Duration WINDOW = Duration.ofSeconds(10);
    private static final Duration STEP = Duration.ofSeconds(1);

    private final Deque<Sample> samples = new ArrayDeque<>();

    private record Sample(Instant at, long bytes) {}

    /** Forgets the samples, since another body begins. */
    void begin() {
        samples.clear();
    }

    /**
     * Returns the bytes per second now.
     *
     * @param otherwise the rate where no reader has asked in the last ten seconds
     */
    long at(Instant now, long bytes, long otherwise) {
        while (!samples.isEmpty() && samples.getFirst().at().plus(WINDOW).isBefore(now)) {
            samples.removeFirst();
        }
        boolean isDue = samples.isEmpty() || !samples.getLast().at().plus(STEP).isAfter(now);
        boolean hasSpan =
                !samples.isEmpty() && !samples.getFirst().at().plus(STEP).isAfter(now);
        long rate = hasSpan
                ? perSecond(
                        bytes - samples.getFirst().bytes(),
                        Duration.between(samples.getFirst().at(), now))
                : otherwise;
        if (isDue) {
            samples.addLast(new Sample(now, bytes));
        }
        return rate;
    }

    /** Returns a rate in bytes per second. A span below a second counts as one, so that a short body has no absurd rate. */
    static long perSecond(long bytes, Duration span) {
        return (long) (Math.max(0, bytes) / Math.max(1.0, span.toNanos() / 1e9));
    }
}
