package dev.moorage.metrics;

import dev.moorage.application.port.out.event.Endpoint;
import dev.moorage.application.port.out.event.TrafficEvent;
import io.prometheus.metrics.core.datapoints.CounterDataPoint;
import io.prometheus.metrics.core.datapoints.DistributionDataPoint;
import io.prometheus.metrics.core.datapoints.GaugeDataPoint;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The five metrics of requests that Distribution has. A method that no endpoint supports and a status that the registry does not
 * send are counted as {@code other}, so that a client cannot make series. The durations of requests that no
 * endpoint serves are counted at the handler {@code unknown} with the method {@code other}.
 */
final class HttpMetrics {
    private static final String[] METHODS = {"get", "head", "post", "put", "patch", "delete", "other"};
    private static final int OTHER_METHOD = METHODS.length - 1;
    private static final int[] STATUSES = {
        200, 201, 202, 204, 206, 304, 307, 400, 401, 403, 404, 405, 408, 409, 412, 413, 415, 416, 429, 499, 500, 503,
        507
    };
    private static final String OTHER = "other";
    private static final int METHOD_NOT_ALLOWED = 405;
    private static final int UNKNOWN = Endpoint.UNKNOWN.ordinal();
    private static final double[] SECONDS = {.005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10, 25, 60};
    private static final int SIZES = 22;
    private static final Endpoint[] ENDPOINTS = Endpoint.values();

    private final Counter requests;
    private final Histogram durations;
    private final Histogram received;
    private final Histogram sent;
    private final Gauge inFlight;
    private final GaugeDataPoint[] inFlightOf = new GaugeDataPoint[ENDPOINTS.length];
    private final @Nullable DistributionDataPoint[] receivedOf = new DistributionDataPoint[ENDPOINTS.length];
    private final @Nullable DistributionDataPoint[] sentOf = new DistributionDataPoint[ENDPOINTS.length];
    private final @Nullable DistributionDataPoint[] durationOf =
            new DistributionDataPoint[ENDPOINTS.length * METHODS.length];
    private final @Nullable CounterDataPoint[] requestOf =
            new CounterDataPoint[ENDPOINTS.length * METHODS.length * (STATUSES.length + 1)];

    HttpMetrics(PrometheusRegistry registry) {
        this.inFlight = Gauge.builder()
                .name("registry_http_in_flight_requests")
                .help("Requests that are served now")
                .labelNames("handler")
                .withoutExemplars()
                .register(registry);
        this.requests = Counter.builder()
                .name("registry_http_requests_total")
                .help("Requests that were served")
                .labelNames("handler", "code", "method")
                .withoutExemplars()
                .register(registry);
        this.durations = Histogram.builder()
                .name("registry_http_request_duration_seconds")
                .help("Time from the head of a request to the end of its response")
                .labelNames("handler", "method")
                .classicOnly()
                .classicUpperBounds(SECONDS)
                .withoutExemplars()
                .register(registry);
        this.received = sizes("registry_http_request_size_bytes", "Bytes of the bodies that were received", registry);
        this.sent = sizes("registry_http_response_size_bytes", "Bytes of the bodies that were sent", registry);
        for (Endpoint endpoint : ENDPOINTS) {
            inFlightOf[endpoint.ordinal()] = inFlight.labelValues(handler(endpoint));
        }
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

    private static String handler(Endpoint endpoint) {
        return endpoint.name().toLowerCase(Locale.ROOT);
    }

    void take(TrafficEvent event) {
        int endpoint = event.endpoint().ordinal();
        if (event instanceof TrafficEvent.Served served) {
            inFlightOf[endpoint].dec();
            count(endpoint, served);
        } else {
            inFlightOf[endpoint].inc();
        }
    }

    private void count(int endpoint, TrafficEvent.Served served) {
        int method = method(served.method());
        request(endpoint, method, served.status()).inc();
        if (method == OTHER_METHOD || endpoint == UNKNOWN || served.status() == METHOD_NOT_ALLOWED) {
            duration(UNKNOWN, OTHER_METHOD).observe(served.nanos() / 1e9);
        } else {
            duration(endpoint, method).observe(served.nanos() / 1e9);
        }
        of(receivedOf, received, endpoint).observe(served.received());
        of(sentOf, sent, endpoint).observe(served.sent());
    }

    private static int method(String method) {
        return switch (method) {
            case "GET" -> 0;
            case "HEAD" -> 1;
            case "POST" -> 2;
            case "PUT" -> 3;
            case "PATCH" -> 4;
            case "DELETE" -> 5;
            default -> OTHER_METHOD;
        };
    }

    /** Two threads may resolve the same values at the same time. Both get the same data point. */
    private CounterDataPoint request(int endpoint, int method, int status) {
        int found = Arrays.binarySearch(STATUSES, status);
        int code = found < 0 ? STATUSES.length : found;
        int index = (endpoint * METHODS.length + method) * (STATUSES.length + 1) + code;
        @Nullable CounterDataPoint known = requestOf[index];
        if (known == null) {
            String word = found < 0 ? OTHER : Integer.toString(status);
            known = requests.labelValues(handler(ENDPOINTS[endpoint]), word, METHODS[method]);
            requestOf[index] = known;
        }
        return known;
    }

    private DistributionDataPoint duration(int endpoint, int method) {
        int index = endpoint * METHODS.length + method;
        @Nullable DistributionDataPoint known = durationOf[index];
        if (known == null) {
            known = durations.labelValues(handler(ENDPOINTS[endpoint]), METHODS[method]);
            durationOf[index] = known;
        }
        return known;
    }

    private static DistributionDataPoint of(
            @Nullable DistributionDataPoint[] points, Histogram histogram, int endpoint) {
        @Nullable DistributionDataPoint known = points[endpoint];
        if (known == null) {
            known = histogram.labelValues(handler(ENDPOINTS[endpoint]));
            points[endpoint] = known;
        }
        return known;
    }
}
