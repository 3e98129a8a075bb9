package dev.moorage.metrics;

import dev.moorage.application.port.out.event.RequestEvent;
import dev.moorage.application.port.out.event.RequestEvent.Content;
import io.prometheus.metrics.core.datapoints.CounterDataPoint;
import io.prometheus.metrics.core.datapoints.DistributionDataPoint;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;

/** The metrics of denied requests, and of blobs that were pulled. */
final class AccessMetrics {
    private static final int OK = 200;

    private final CounterDataPoint credentials;
    private final CounterDataPoint rights;
    private final CounterDataPoint rate;
    private final CounterDataPoint unavailable;
    private final DistributionDataPoint downloads;
    private final DistributionDataPoint redirects;

    AccessMetrics(PrometheusRegistry registry) {
        Counter denied = Labels.counter(
                        "moorage_requests_denied_total",
                        "Denied requests, without those that only lack credentials as each login begins")
                .labelNames("reason")
                .register(registry);
        this.credentials = denied.labelValues("credentials");
        this.rights = denied.labelValues("rights");
        this.rate = denied.labelValues("rate");
        this.unavailable = denied.labelValues("unavailable");
        Histogram bytes = Histogram.builder()
                .name("registry_storage_blob_download_bytes")
                .help("Sizes of blobs that were pulled whole")
                .labelNames("redirect")
                .classicOnly()
                .classicUpperBounds(UploadMetrics.BYTES)
                .withoutExemplars()
                .register(registry);
        this.downloads = bytes.labelValues("false");
        this.redirects = bytes.labelValues("true");
    }

    void take(RequestEvent.Denied denied) {
        switch (denied.reason()) {
            case CREDENTIALS -> credentials.inc();
            case RIGHTS -> rights.inc();
            case RATE -> rate.inc();
            case UNAVAILABLE -> unavailable.inc();
            case NO_CREDENTIALS -> {
                // The client sends them next.
            }
        }
    }

    void take(RequestEvent.Pulled pulled) {
        if (pulled.target().content() == Content.BLOB && !pulled.isHead()) {
            if (pulled.isRedirected()) {
                pulled.size().ifPresent(redirects::observe);
            } else if (pulled.status() == OK) {
                pulled.size().ifPresent(downloads::observe);
            }
        }
    }
}
