package dev.moorage.storage.spi.driver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moorage.storage.spi.HealthStatus;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CachedHealthTest {
    private Instant now = Instant.EPOCH;
    private Optional<IOException> failure = Optional.empty();
    private int probes;

    private final CachedHealth health = new CachedHealth(() -> now, Duration.ofSeconds(5), this::probe);

    private void probe() throws IOException {
        probes++;
        if (failure.isPresent()) {
            throw failure.get();
        }
    }

    @Test
    void aResultIsReusedUntilItsTimeIsOver() {
        assertThat(health.check()).isEqualTo(new HealthStatus.Healthy());
        failure = Optional.of(new IOException("the bucket is gone"));
        now = now.plusMillis(4999);
        assertThat(health.check()).isEqualTo(new HealthStatus.Healthy());
        assertThat(probes).isEqualTo(1);
        now = now.plusMillis(1);
        assertThat(health.check()).isEqualTo(new HealthStatus.Unhealthy("the bucket is gone"));
        assertThat(probes).isEqualTo(2);
    }

    @Test
    void aFailureIsReusedTooAndEndsWithTheNextProbe() {
        failure = Optional.of(new IOException("the bucket is gone"));
        assertThat(health.check()).isEqualTo(new HealthStatus.Unhealthy("the bucket is gone"));
        failure = Optional.empty();
        assertThat(health.check()).isEqualTo(new HealthStatus.Unhealthy("the bucket is gone"));
        now = now.plusSeconds(5);
        assertThat(health.check()).isEqualTo(new HealthStatus.Healthy());
    }
}
