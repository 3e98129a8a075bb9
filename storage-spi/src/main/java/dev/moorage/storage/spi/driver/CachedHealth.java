package dev.moorage.storage.spi.driver;

import dev.moorage.storage.spi.HealthStatus;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.locks.ReentrantLock;

/** The health of a store. A result is reused for some time, so many callers cost one request. */
public final class CachedHealth {
    private final InstantSource clock;
    private final Duration reuse;
    private final Probe probe;
    private final ReentrantLock probing = new ReentrantLock();
    private HealthStatus last = new HealthStatus.Unhealthy("the store was not asked yet");
    private Instant staleAt = Instant.MIN;

    /** Asks the store. */
    @FunctionalInterface
    public interface Probe {
        /**
         * Returns when the store can be used.
         *
         * @throws IOException when it cannot. The message is the reason for operators
         */
        void require() throws IOException;
    }

    /**
     * @param reuse how long a result is returned again before the next probe
     */
    public CachedHealth(InstantSource clock, Duration reuse, Probe probe) {
        this.clock = clock;
        this.reuse = reuse;
        this.probe = probe;
    }

    /** Returns the last result, or that of a new probe when the last result is stale. */
    public HealthStatus check() {
        probing.lock();
        try {
            Instant now = clock.instant();
            if (!now.isBefore(staleAt)) {
                last = probed();
                staleAt = now.plus(reuse);
            }
            return last;
        } finally {
            probing.unlock();
        }
    }

    private HealthStatus probed() {
        try {
            probe.require();
            return new HealthStatus.Healthy();
        } catch (IOException e) {
            return new HealthStatus.Unhealthy(String.valueOf(e.getMessage()));
        }
    }
}
