package dev.moorage.storage.s3;

import dev.moorage.storage.s3.request.Bucket;
import dev.moorage.storage.spi.HealthStatus;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** Checks that the bucket is there. A result is reused for a few seconds, so that many callers cost one request. */
final class HealthCheck {
    private static final Duration GOOD_FOR = Duration.ofSeconds(5);

    private final Bucket bucket;
    private final InstantSource clock;
    private HealthStatus last = new HealthStatus.Healthy();
    private Instant until = Instant.MIN;

    HealthCheck(Bucket bucket, InstantSource clock) {
        this.bucket = bucket;
        this.clock = clock;
    }

    synchronized HealthStatus check() {
        Instant now = clock.instant();
        if (now.isBefore(until)) {
            return last;
        }
        try {
            bucket.require();
            last = new HealthStatus.Healthy();
        } catch (IOException e) {
            last = new HealthStatus.Unhealthy(String.valueOf(e.getMessage()));
        }
        until = now.plus(GOOD_FOR);
        return last;
    }
}
