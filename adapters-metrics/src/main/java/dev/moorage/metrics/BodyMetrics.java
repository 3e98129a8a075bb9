package dev.moorage.metrics;

import dev.moorage.application.port.out.event.BodyProgress;
import dev.moorage.application.port.out.event.UploadEvent.BodyEnd;
import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The bodies of uploads: those that are received now, and the bytes of all. The bytes are read at each scrape, so that an upload of
 * hours is seen while it runs and each read of a body costs nothing more.
 */
final class BodyMetrics {
    /** The time without a byte after which a body counts as stalled. */
    private static final Duration STALLED = Duration.ofSeconds(10);

    private static final String[] METHODS = {"post", "patch", "put"};

    /** Guards the fields below. A body that ends during a scrape would else be counted twice, and then once. */
    private final ReentrantLock lock = new ReentrantLock();

    private final Map<BodyProgress, Integer> live = new HashMap<>();
    private final long[] finished = new long[METHODS.length];
    private final Labels<BodyEnd> ended;

    BodyMetrics(PrometheusRegistry registry) {
        this.ended = new Labels<>(
                Labels.counter("moorage_upload_bodies_ended_total", "Bodies of uploads that are read no more")
                        .labelNames("reason")
                        .register(registry),
                BodyEnd.class);
        CounterWithCallback.builder()
                .name("moorage_upload_received_bytes_total")
                .help("Bytes of uploads that were received, those of bodies under way too")
                .labelNames("method")
                .callback(callback -> {
                    long[] received = received();
                    for (int i = 0; i < METHODS.length; i++) {
                        callback.call((double) received[i], METHODS[i]);
                    }
                })
                .register(registry);
        GaugeWithCallback.builder()
                .name("moorage_uploads")
                .help("Bodies of uploads in this process now")
                .labelNames("state")
                .callback(callback -> {
                    int[] states = states();
                    callback.call(states[0], "receiving");
                    callback.call(states[1], "stalled");
                    callback.call(states[2], "committing");
                })
                .register(registry);
    }

    private static int method(String method) {
        return switch (method) {
            case "POST" -> 0;
            case "PATCH" -> 1;
            default -> 2;
        };
    }

    void begun(String method, BodyProgress progress) {
        lock.lock();
        try {
            live.put(progress, method(method));
        } finally {
            lock.unlock();
        }
    }

    void ended(String method, BodyProgress progress, BodyEnd end) {
        lock.lock();
        try {
            live.remove(progress);
            finished[method(method)] += progress.received();
        } finally {
            lock.unlock();
        }
        ended.inc(end);
    }

    private long[] received() {
        lock.lock();
        try {
            long[] sums = finished.clone();
            live.forEach((progress, method) -> sums[method] += progress.received());
            return sums;
        } finally {
            lock.unlock();
        }
    }

    private int[] states() {
        lock.lock();
        try {
            return states(live.keySet());
        } finally {
            lock.unlock();
        }
    }

    private static int[] states(Collection<BodyProgress> bodies) {
        int[] states = new int[3];
        for (BodyProgress body : bodies) {
            if (body.isComplete()) {
                states[2]++;
            } else if (body.idle().compareTo(STALLED) >= 0) {
                states[1]++;
            } else {
                states[0]++;
            }
        }
        return states;
    }
}
