package dev.moorage.metrics;

import dev.moorage.application.cache.CacheObserver;
import io.prometheus.metrics.core.datapoints.CounterDataPoint;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;

/**
 * The metrics of the caches in memory. That of blob descriptors has the names of Distribution 3 and those of Distribution 2, which
 * most dashboards ask for. An error is never counted, since a cache in memory has none.
 */
final class CacheMetrics {
    private final CountedCache blobs;
    private final CountedCache manifests;

    /** The counters of one cache. */
    private record CountedCache(CounterDataPoint hits, CounterDataPoint misses) implements CacheObserver {
        @Override
        public void hit() {
            hits.inc();
        }

        @Override
        public void missed() {
            misses.inc();
        }
    }

    CacheMetrics(PrometheusRegistry registry) {
        Counter requests = Labels.counter("moorage_cache_requests_total", "Requests to caches in memory")
                .labelNames("cache", "result")
                .register(registry);
        this.blobs = new CountedCache(requests.labelValues("blobs", "hit"), requests.labelValues("blobs", "miss"));
        this.manifests =
                new CountedCache(requests.labelValues("manifests", "hit"), requests.labelValues("manifests", "miss"));
        CounterWithCallback.builder()
                .name("registry_storage_cache_requests_total")
                .help("Requests to the cache of blob descriptors")
                .callback(callback -> callback.call(hits() + misses()))
                .register(registry);
        CounterWithCallback.builder()
                .name("registry_storage_cache_hits_total")
                .help("Hits of the cache of blob descriptors")
                .callback(callback -> callback.call(hits()))
                .register(registry);
        CounterWithCallback.builder()
                .name("registry_storage_cache_errors_total")
                .help("Errors of the cache of blob descriptors")
                .callback(callback -> callback.call(0))
                .register(registry);
        CounterWithCallback.builder()
                .name("registry_storage_cache_total")
                .help("Requests to the cache of blob descriptors, as Distribution 2 counts them")
                .labelNames("type")
                .callback(callback -> {
                    callback.call(hits() + misses(), "Request");
                    callback.call(hits(), "Hit");
                    callback.call(misses(), "Miss");
                    callback.call(0, "Error");
                })
                .register(registry);
    }

    private double hits() {
        return blobs.hits().get();
    }

    private double misses() {
        return blobs.misses().get();
    }

    CacheObserver blobs() {
        return blobs;
    }

    CacheObserver manifests() {
        return manifests;
    }
}
