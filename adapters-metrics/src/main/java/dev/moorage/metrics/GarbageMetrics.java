package dev.moorage.metrics;

import dev.moorage.application.port.in.maintenance.GarbageReport;
import dev.moorage.application.port.out.event.MaintenanceEvent;
import io.prometheus.metrics.core.datapoints.CounterDataPoint;
import io.prometheus.metrics.core.datapoints.DistributionDataPoint;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.InstantSource;
import java.util.Optional;

/** The metrics of garbage collections by this server. */
final class GarbageMetrics {
    private static final double[] SECONDS = {.1, 1, 10, 60, 300, 900, 3600, 14400, 43200};

    private final CounterDataPoint complete;
    private final CounterDataPoint early;
    private final CounterDataPoint failed;
    private final CounterDataPoint deleted;
    private final CounterDataPoint deletedBytes;
    private final DistributionDataPoint seconds;
    private final Gauge lastSuccess;
    private final InstantSource clock;

    GarbageMetrics(PrometheusRegistry registry, InstantSource clock) {
        Counter runs = Labels.counter("moorage_gc_runs_total", "Collections of garbage by this server")
                .labelNames("outcome")
                .register(registry);
        this.complete = runs.labelValues("complete");
        this.early = runs.labelValues("ended_early");
        this.failed = runs.labelValues("failed");
        this.deleted = Labels.counter("moorage_gc_deleted_total", "Garbage that was removed")
                .labelNames("kind")
                .register(registry)
                .labelValues("blob");
        this.deletedBytes = Labels.counter("moorage_gc_deleted_bytes_total", "Bytes of the garbage that was removed")
                .register(registry)
                .labelValues();
        this.seconds = Histogram.builder()
                .name("moorage_gc_seconds")
                .help("Time of collections of garbage")
                .classicOnly()
                .classicUpperBounds(SECONDS)
                .withoutExemplars()
                .register(registry)
                .labelValues();
        this.lastSuccess = Gauge.builder()
                .name("moorage_gc_last_success_timestamp_seconds")
                .help("When this server has last ended a complete collection, or 0")
                .withoutExemplars()
                .register(registry);
        this.clock = clock;
    }

    void take(MaintenanceEvent.GarbageCollected collected) {
        seconds.observe(collected.duration().toNanos() / 1e9);
        Optional<GarbageReport> report = collected.report();
        if (report.isEmpty()) {
            failed.inc();
            return;
        }
        deleted.inc(report.get().removed());
        deletedBytes.inc(report.get().removedBytes());
        if (report.get().complete()) {
            complete.inc();
            lastSuccess.set((double) clock.instant().getEpochSecond());
        } else {
            early.inc();
        }
    }
}
