package dev.moorage.identity.ldap;

import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Stops calls to a server that does not answer. After some failures in a row no call is made for a time. Then one call at a time is
 * tried, until one succeeds.
 */
final class Breaker {
    /** How long no call is made. */
    static final Duration PAUSE = Duration.ofSeconds(5);

    private static final int FAILURES = 3;

    private final Ticker ticker;
    private final AtomicInteger failures = new AtomicInteger();
    private final AtomicReference<Optional<Long>> opened = new AtomicReference<>(Optional.empty());

    Breaker(Ticker ticker) {
        this.ticker = ticker;
    }

    /** Returns whether a call may be made now. A caller that gets true makes it. */
    boolean mayCall() {
        Optional<Long> since = opened.get();
        return since.isEmpty()
                || ticker.read() - since.get() >= PAUSE.toNanos()
                        && opened.compareAndSet(since, Optional.of(ticker.read()));
    }

    /** Counts a success. Returns whether calls were stopped. */
    boolean succeeded() {
        failures.set(0);
        return opened.getAndSet(Optional.empty()).isPresent();
    }

    /** Counts a failure. Returns whether this failure is the one that stops calls. */
    boolean failed() {
        return failures.incrementAndGet() >= FAILURES
                && opened.getAndSet(Optional.of(ticker.read())).isEmpty();
    }
}
