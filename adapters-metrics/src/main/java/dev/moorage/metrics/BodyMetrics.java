package dev.moorage.metrics;

import dev.moorage.application.port.in.live.CountBodies;
import dev.moorage.application.port.in.live.UploadState;
import dev.moorage.application.port.out.event.UploadEvent.BodyEnd;
import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.List;

/**
 * The bodies of uploads: those that are received now, and the bytes of all. Both are read at each scrape, so that an upload of
 * hours is seen while it runs and each read of a body costs nothing more.
 */
final class BodyMetrics {
    private static final List<UploadState> OPEN =
            List.of(UploadState.RECEIVING, UploadState.STALLED, UploadState.COMMITTING);

    private final Labels<BodyEnd> ended;

    BodyMetrics(PrometheusRegistry registry, CountBodies bodies) {
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
                    CountBodies.Counts counts = bodies.count();
                    for (CountBodies.Method method : CountBodies.Method.values()) {
                        callback.call((double) counts.received(method), Labels.word(method));
                    }
                })
                .register(registry);
        GaugeWithCallback.builder()
                .name("moorage_uploads")
                .help("Bodies of uploads in this process now")
                .labelNames("state")
                .callback(callback -> {
                    CountBodies.Counts counts = bodies.count();
                    OPEN.forEach(state -> callback.call(counts.open(state), state.word()));
                })
                .register(registry);
    }

    void ended(BodyEnd end) {
        ended.inc(end);
    }
}
