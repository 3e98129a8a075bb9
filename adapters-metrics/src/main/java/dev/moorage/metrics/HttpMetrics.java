package dev.moorage.metrics;

import dev.moorage.application.port.out.event.Endpoint;
import dev.moorage.application.port.out.event.TrafficEvent;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/**
 * The five metrics of requests that Distribution has. A method that no endpoint supports and a status that the registry does not
 * send are counted as {@code other}, so that a client cannot make series. The durations of requests that no endpoint serves are
 * counted at the handler {@code unknown} with the method {@code other}.
 */
final class HttpMetrics {
    private static final double[] SECONDS = {.005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10, 25, 60};
    private static final int SIZES = 22;
    private static final int METHOD_NOT_ALLOWED = 405;

    private final Map<Endpoint, HandlerMetrics> handlers = new EnumMap<>(Endpoint.class);
    private final HandlerMetrics unknown;

    HttpMetrics(PrometheusRegistry registry) {
        HandlerMetrics.Families families = new HandlerMetrics.Families(
                Gauge.builder()
                        .name("registry_http_in_flight_requests")
                        .help("Requests that are served now")
                        .labelNames("handler")
                        .withoutExemplars()
                        .register(registry),
                Counter.builder()
                        .name("registry_http_requests_total")
                        .help("Requests that were served")
                        .labelNames("handler", "code", "method")
                        .withoutExemplars()
                        .register(registry),
                Histogram.builder()
                        .name("registry_http_request_duration_seconds")
                        .help("Time from the head of a request to the end of its response")
                        .labelNames("handler", "method")
                        .classicOnly()
                        .classicUpperBounds(SECONDS)
                        .withoutExemplars()
                        .register(registry),
                sizes("registry_http_request_size_bytes", "Bytes of the bodies that were received", registry),
                sizes("registry_http_response_size_bytes", "Bytes of the bodies that were sent", registry));
        for (Endpoint endpoint : Endpoint.values()) {
            handlers.put(endpoint, new HandlerMetrics(Labels.word(endpoint), families));
        }
        this.unknown = handler(Endpoint.UNKNOWN);
    }

    private static Histogram sizes(String name, String help, PrometheusRegistry registry) {
        return Histogram.builder()
                .name(name)
                .help(help)
                .labelNames("handler")
                .classicOnly()
                .classicExponentialUpperBounds(1024, 2, SIZES)
                .withoutExemplars()
                .register(registry);
    }

    private HandlerMetrics handler(Endpoint endpoint) {
        return Objects.requireNonNull(handlers.get(endpoint));
    }

    void take(TrafficEvent event) {
        HandlerMetrics handler = handler(event.endpoint());
        if (event instanceof TrafficEvent.Served served) {
            handler.ended();
            handler.count(served);
            boolean isServed = event.endpoint() != Endpoint.UNKNOWN
                    && served.status() != METHOD_NOT_ALLOWED
                    && HandlerMetrics.isKnown(served.method());
            (isServed ? handler : unknown).time(served.nanos(), isServed ? served.method() : "");
        } else {
            handler.begun();
        }
    }
}
