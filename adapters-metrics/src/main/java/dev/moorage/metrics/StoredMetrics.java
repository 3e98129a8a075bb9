package dev.moorage.metrics;

import dev.moorage.application.port.out.event.MaintenanceEvent;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * What lies in the storage, as the last purge by this server has found it. A scrape walks through nothing. There are no numbers
 * before the first purge.
 */
final class StoredMetrics {
    private final Gauge uploads;
    private final AtomicReference<@Nullable Double> repositories = new AtomicReference<>();
    private final Gauge walkedAt;
    private final InstantSource clock;

    StoredMetrics(PrometheusRegistry registry, InstantSource clock) {
        this.uploads = gauge("moorage_uploads_recorded", "Uploads in the storage, as the last purge has left them")
                .labelNames("state")
                .register(registry);
        GaugeWithCallback.builder()
                .name("moorage_repositories")
                .help("Repositories, and names that have nothing but uploads, as the last purge has found them")
                .callback(callback -> Optional.ofNullable(repositories.get()).ifPresent(callback::call))
                .register(registry);
        this.walkedAt = gauge(
                        "moorage_uploads_walk_timestamp_seconds", "When this server has last purged uploads, or 0")
                .register(registry);
        this.clock = clock;
    }

    private static Gauge.Builder gauge(String name, String help) {
        return Gauge.builder().name(name).help(help).withoutExemplars();
    }

    void take(MaintenanceEvent.UploadsWalked walked) {
        uploads.labelValues("idle").set(walked.unfinished());
        uploads.labelValues("ended").set(walked.ended());
        uploads.labelValues("unrecorded").set(walked.unrecorded());
        repositories.set((double) walked.repositories());
        walkedAt.set((double) clock.instant().getEpochSecond());
    }
}
