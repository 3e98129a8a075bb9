package dev.moorage.metrics;

import dev.moorage.application.port.in.live.CountBodies;
import dev.moorage.application.port.in.upload.PurgedUpload;
import dev.moorage.application.port.out.event.ChangeEvent;
import dev.moorage.application.port.out.event.UploadEvent;
import io.prometheus.metrics.core.datapoints.CounterDataPoint;
import io.prometheus.metrics.core.datapoints.DistributionDataPoint;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;

/** The metrics of uploads. Those of bodies that are being received now are in {@link BodyMetrics}. */
final class UploadMetrics {
    private static final double KIB = 1024;
    private static final double MIB = 1024 * KIB;
    private static final double GIB = 1024 * MIB;
    private static final double[] SECONDS = {.1, .5, 1, 5, 15, 60, 300, 900, 3600, 14400};

    /** The bounds of sizes of blobs. */
    static final double[] BYTES = {
        512 * KIB, MIB, 4 * MIB, 16 * MIB, 64 * MIB, 256 * MIB, GIB, 4 * GIB, 16 * GIB, 50 * GIB
    };

    private final BodyMetrics bodies;
    private final CounterDataPoint started;
    private final CounterDataPoint committed;
    private final CounterDataPoint expired;
    private final Labels<UploadEvent.Ending> ended;
    private final Labels<UploadEvent.Place> resumed;
    private final Labels<UploadEvent.Place> fenced;
    private final CounterDataPoint rehashed;
    private final DistributionDataPoint seconds;
    private final DistributionDataPoint bytes;

    UploadMetrics(PrometheusRegistry registry, CountBodies open) {
        this.bodies = new BodyMetrics(registry, open);
        this.started = Labels.counter("moorage_uploads_started_total", "Uploads that were started")
                .register(registry)
                .labelValues();
        Counter endings = Labels.counter(
                        "moorage_uploads_ended_total", "Uploads that have ended, and attempts to commit")
                .labelNames("outcome")
                .register(registry);
        this.committed = endings.labelValues("committed");
        this.expired = endings.labelValues("expired");
        this.ended = new Labels<>(endings, UploadEvent.Ending.class);
        this.resumed = new Labels<>(
                Labels.counter(
                                "moorage_upload_resumed_total",
                                "Uploads that went on from bytes of a request that broke off")
                        .labelNames("from")
                        .register(registry),
                UploadEvent.Place.class);
        this.fenced = new Labels<>(
                Labels.counter("moorage_upload_fenced_total", "Requests that lost their upload to another one")
                        .labelNames("by")
                        .register(registry),
                UploadEvent.Place.class);
        this.rehashed = Labels.counter(
                        "moorage_upload_rehashed_bytes_total",
                        "Staged bytes that were read again, because the state of their hash was not known")
                .register(registry)
                .labelValues();
        this.seconds = Histogram.builder()
                .name("moorage_upload_seconds")
                .help("Time from the start of an upload to the commit of its blob")
                .classicOnly()
                .classicUpperBounds(SECONDS)
                .withoutExemplars()
                .register(registry)
                .labelValues();
        this.bytes = Histogram.builder()
                .name("registry_storage_blob_upload_bytes")
                .help("Sizes of blobs that were pushed")
                .classicOnly()
                .classicUpperBounds(BYTES)
                .withoutExemplars()
                .register(registry)
                .labelValues();
    }

    void take(UploadEvent event) {
        switch (event) {
            case UploadEvent.Started _ -> started.inc();
            case UploadEvent.BodyBegun _ -> {
                // What is open is counted at each scrape.
            }
            case UploadEvent.BodyEnded ended -> bodies.ended(ended.end());
            case UploadEvent.Resumed went -> resumed.inc(went.from());
            case UploadEvent.Rehashed again -> rehashed.inc(again.bytes());
            case UploadEvent.Recorded _ -> {
                // The list of uploads takes these.
            }
            case UploadEvent.Fenced lost -> fenced.inc(lost.by());
            case UploadEvent.Ended none -> ended.inc(none.ending());
        }
    }

    /** Counts a blob once. A client that asks again for a commit is no other one. */
    void take(ChangeEvent.BlobCommitted blob) {
        if (!blob.isRepeated()) {
            committed.inc();
            seconds.observe(blob.duration().toNanos() / 1e9);
            blob.size().ifPresent(bytes::observe);
        }
    }

    void take(PurgedUpload purged) {
        if (purged.kind() == PurgedUpload.Kind.UNFINISHED || purged.kind() == PurgedUpload.Kind.DISTRIBUTION) {
            expired.inc();
        }
    }
}
