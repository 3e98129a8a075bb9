package dev.moorage.storage.azure;

import dev.moorage.storage.azure.request.BlobNames;
import dev.moorage.storage.azure.request.BlobRequests;
import dev.moorage.storage.spi.HealthStatus;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.locks.ReentrantLock;

/** Checks whether the container responds. A result is reused for a few seconds. */
final class Health {
    private static final Duration FRESH = Duration.ofSeconds(5);

    private final BlobRequests requests;
    private final BlobNames names;
    private final InstantSource clock;
    private final ReentrantLock asking = new ReentrantLock();
    private HealthStatus last = new HealthStatus.Unhealthy("the store was not asked yet");
    private Instant staleAt = Instant.MIN;

    Health(BlobRequests requests, BlobNames names, InstantSource clock) {
        this.requests = requests;
        this.names = names;
        this.clock = clock;
    }

    HealthStatus check() {
        asking.lock();
        try {
            Instant now = clock.instant();
            if (!now.isBefore(staleAt)) {
                last = ask();
                staleAt = now.plus(FRESH);
            }
            return last;
        } finally {
            asking.unlock();
        }
    }

    /**
     * Asks the store.
     *
     * @throws IOException when the container cannot be used
     */
    void require() throws IOException {
        requests.requireContainer(names.nothing());
    }

    private HealthStatus ask() {
        try {
            require();
            return new HealthStatus.Healthy();
        } catch (IOException e) {
            return new HealthStatus.Unhealthy(String.valueOf(e.getMessage()));
        }
    }
}
