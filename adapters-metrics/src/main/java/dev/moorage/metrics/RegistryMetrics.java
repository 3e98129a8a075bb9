package dev.moorage.metrics;

import dev.moorage.application.cache.CacheObserver;
import dev.moorage.application.port.in.live.CountBodies;
import dev.moorage.application.port.out.event.EventListener;
import dev.moorage.storage.spi.StorageInterceptor;
import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Info;
import io.prometheus.metrics.expositionformats.ExpositionFormats;
import io.prometheus.metrics.instrumentation.jvm.JvmMetrics;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.io.OutputStream;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * The metrics of a registry. No label holds what a client can invent: no repository, tag, digest, user, address or path. The number
 * of series is therefore bounded.
 */
public final class RegistryMetrics {
    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final ExpositionFormats formats = ExpositionFormats.init();
    private final AtomicBoolean hasJvm = new AtomicBoolean();
    private final EventMetrics events;
    private final StorageMetrics storage;
    private final CacheMetrics caches;

    /**
     * @param version of the registry
     * @param driver the storage driver's name in the configuration
     * @param bodies counts the bodies of uploads, at each scrape
     */
    public RegistryMetrics(String version, String driver, CountBodies bodies, InstantSource clock) {
        this.events = new EventMetrics(registry, bodies, clock);
        this.storage = new StorageMetrics(registry, driver);
        this.caches = new CacheMetrics(registry);
        Info.builder()
                .name("moorage_build")
                .help("The version of the registry and of Java")
                .labelNames("version", "java")
                .register(registry)
                .addLabelValues(version, Runtime.version().toString());
    }

    /** Returns the listener that counts events. */
    public EventListener listener() {
        return events;
    }

    /** Returns the interceptor that times calls to storage. */
    public StorageInterceptor storage() {
        return storage;
    }

    /** Returns what counts the requests to the cache of blob descriptors. */
    public CacheObserver blobs() {
        return caches.blobs();
    }

    /** Returns what counts the requests to the cache of manifests. */
    public CacheObserver manifests() {
        return caches.manifests();
    }

    /** Adds a number of this moment. */
    public void gauge(String name, String help, LongSupplier value) {
        GaugeWithCallback.builder()
                .name(name)
                .help(help)
                .callback(callback -> callback.call((double) value.getAsLong()))
                .register(registry);
    }

    /** Adds a number that only grows. */
    public void counter(String name, String help, LongSupplier value) {
        CounterWithCallback.builder()
                .name(name)
                .help(help)
                .callback(callback -> callback.call((double) value.getAsLong()))
                .register(registry);
    }

    /**
     * One number of several that have a name in common.
     *
     * @param labels the values of the labels, in their order
     */
    public record Labelled(List<String> labels, long value) {
        public Labelled {
            labels = List.copyOf(labels);
        }

        private String[] array() {
            return labels.toArray(String[]::new);
        }
    }

    /**
     * Adds numbers of this moment.
     *
     * @param labels the names of the labels
     */
    public void gauges(String name, String help, List<String> labels, Supplier<List<Labelled>> values) {
        GaugeWithCallback.builder()
                .name(name)
                .help(help)
                .labelNames(labels.toArray(String[]::new))
                .callback(callback -> values.get().forEach(each -> callback.call((double) each.value(), each.array())))
                .register(registry);
    }

    /**
     * Adds numbers that only grow.
     *
     * @param labels the names of the labels
     */
    public void counters(String name, String help, List<String> labels, Supplier<List<Labelled>> values) {
        CounterWithCallback.builder()
                .name(name)
                .help(help)
                .labelNames(labels.toArray(String[]::new))
                .callback(callback -> values.get().forEach(each -> callback.call((double) each.value(), each.array())))
                .register(registry);
    }

    /**
     * Returns the media type of the text for a client.
     *
     * @param accept {@code Accept} of its request, or empty
     */
    public String contentType(String accept) {
        return formats.findWriter(accept).getContentType();
    }

    /**
     * Writes all metrics. Those of the Java runtime are there from the first time on, so that a start does not load what they need.
     *
     * @param accept {@code Accept} of the request, or empty
     */
    public void write(String accept, OutputStream destination) throws IOException {
        if (hasJvm.compareAndSet(false, true)) {
            JvmMetrics.builder().register(registry);
        }
        formats.findWriter(accept).write(destination, registry.scrape());
    }
}
