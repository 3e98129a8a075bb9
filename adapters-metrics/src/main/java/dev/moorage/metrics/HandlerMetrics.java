package dev.moorage.metrics;

import dev.moorage.application.port.out.event.TrafficEvent;
import io.prometheus.metrics.core.datapoints.CounterDataPoint;
import io.prometheus.metrics.core.datapoints.DistributionDataPoint;
import io.prometheus.metrics.core.datapoints.GaugeDataPoint;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.Histogram;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The metrics of one handler. Label values are resolved when they are first seen. Two threads may resolve the same values at the same
 * time, and get the same data point.
 */
final class HandlerMetrics {
    private static final String[] METHODS = {"get", "head", "post", "put", "patch", "delete", "other"};
    private static final int OTHER_METHOD = METHODS.length - 1;
    private static final int[] STATUSES = {
        200, 201, 202, 204, 206, 304, 307, 400, 401, 403, 404, 405, 408, 409, 412, 413, 415, 416, 429, 499, 500, 502,
        503, 504, 507
    };
    private static final String OTHER_STATUS = "other";

    private final String handler;
    private final Families families;
    private final GaugeDataPoint inFlight;
    private final @Nullable CounterDataPoint[] requests = new CounterDataPoint[METHODS.length * (STATUSES.length + 1)];
    private final @Nullable DistributionDataPoint[] durations = new DistributionDataPoint[METHODS.length];
    private @Nullable DistributionDataPoint received;
    private @Nullable DistributionDataPoint sent;

    /** The metrics with their labels open. */
    record Families(Gauge inFlight, Counter requests, Histogram durations, Histogram received, Histogram sent) {}

    HandlerMetrics(String handler, Families families) {
        this.handler = handler;
        this.families = families;
        this.inFlight = families.inFlight().labelValues(handler);
    }

    void begun() {
        inFlight.inc();
    }

    void ended() {
        inFlight.dec();
    }

    void count(TrafficEvent.Served served) {
        request(method(served.method()), served.status()).inc();
        @Nullable DistributionDataPoint in = received;
        @Nullable DistributionDataPoint out = sent;
        if (in == null || out == null) {
            in = families.received().labelValues(handler);
            out = families.sent().labelValues(handler);
            received = in;
            sent = out;
        }
        in.observe((double) served.received());
        out.observe((double) served.sent());
    }

    /**
     * Counts a duration.
     *
     * @param method the method as the client sent it
     */
    void time(long nanos, String method) {
        int index = method(method);
        @Nullable DistributionDataPoint known = durations[index];
        if (known == null) {
            known = families.durations().labelValues(handler, METHODS[index]);
            durations[index] = known;
        }
        known.observe(nanos / 1e9);
    }

    /** Returns whether some endpoint supports a method. */
    static boolean isKnown(String method) {
        return method(method) != OTHER_METHOD;
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

    private CounterDataPoint request(int method, int status) {
        int found = Arrays.binarySearch(STATUSES, status);
        int index = method * (STATUSES.length + 1) + (found < 0 ? STATUSES.length : found);
        @Nullable CounterDataPoint known = requests[index];
        if (known == null) {
            String code = found < 0 ? OTHER_STATUS : Integer.toString(status);
            known = families.requests().labelValues(handler, code, METHODS[method]);
            requests[index] = known;
        }
        return known;
    }
}
