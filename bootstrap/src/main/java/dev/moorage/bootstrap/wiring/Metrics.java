package dev.moorage.bootstrap.wiring;

import dev.moorage.application.cache.CacheObserver;
import dev.moorage.application.service.notification.endpoint.EndpointCounters;
import dev.moorage.http.jetty.JettyServer;
import dev.moorage.http.metrics.MetricsText;
import dev.moorage.metrics.RegistryMetrics;
import dev.moorage.storage.spi.io.TransferBuffers;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The metrics of a server. Where they are switched off, no class of theirs is loaded. */
final class Metrics {
    private final @Nullable RegistryMetrics metrics;

    private Metrics(@Nullable RegistryMetrics metrics) {
        this.metrics = metrics;
    }

    static Metrics off() {
        return new Metrics(null);
    }

    static Metrics on(RegistryMetrics metrics) {
        return new Metrics(metrics);
    }

    Listening listening() {
        return new Listening(metrics == null ? Optional.empty() : Optional.of(metrics.listener()));
    }

    StorageWatch watch() {
        return new StorageWatch(metrics == null ? Optional.empty() : Optional.of(metrics.storage()));
    }

    CacheObserver ofBlobs() {
        return metrics == null ? CacheObserver.NONE : metrics.blobs();
    }

    CacheObserver ofManifests() {
        return metrics == null ? CacheObserver.NONE : metrics.manifests();
    }

    /** Adds the numbers of a server, and returns the text to serve. */
    Optional<MetricsText> text(JettyServer registry, TransferBuffers buffers) {
        if (metrics == null) {
            return Optional.empty();
        }
        metrics.gauge("moorage_connections", "Open connections of clients", registry::connections);
        metrics.gauge("moorage_buffers_in_use", "Large buffers that transfers use", buffers::lent);
        return Optional.of(new Text(metrics));
    }

    /** Adds the numbers of the endpoints of notifications. */
    void endpoints(List<EndpointCounters> endpoints) {
        if (metrics != null) {
            NotificationMetrics.add(metrics, endpoints);
        }
    }

    /** Adds the numbers of quotas. */
    void quotas(ServerQuotas quotas) {
        if (metrics != null) {
            QuotaMetrics.add(metrics, quotas);
        }
    }

    /** The text that the metrics are served as. */
    private record Text(RegistryMetrics metrics) implements MetricsText {
        @Override
        public String contentType(String accept) {
            return metrics.contentType(accept);
        }

        @Override
        public void write(String accept, OutputStream destination) throws IOException {
            metrics.write(accept, destination);
        }
    }
}
