package dev.moorage.http;

import dev.moorage.application.port.in.health.ReportHealth;
import dev.moorage.application.port.in.live.ListLiveUploads;
import dev.moorage.application.port.in.live.ScanUploads;
import dev.moorage.application.port.out.trace.Tracing;
import dev.moorage.http.log.AccessLog;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * What operators see of the registry and of its requests.
 *
 * @param health answers {@code /livez} and {@code /readyz}
 * @param isRefusing whether every other request is answered with 503 now, or empty where {@code health.refuse} is switched off
 * @param log takes a line for each request
 * @param uploads lists the uploads that are under way
 * @param scan reads those that lie in the storage
 * @param tracing makes a span of each request, where tracing is switched on
 */
public record HttpOperations(
        ReportHealth health,
        Optional<BooleanSupplier> isRefusing,
        AccessLog log,
        ListLiveUploads uploads,
        ScanUploads scan,
        Optional<Tracing> tracing) {
    public HttpOperations {
        Objects.requireNonNull(health);
        Objects.requireNonNull(isRefusing);
        Objects.requireNonNull(log);
        Objects.requireNonNull(uploads);
        Objects.requireNonNull(scan);
        Objects.requireNonNull(tracing);
    }

    /** Without checks, an access log and tracing, and with a list of uploads. */
    public static HttpOperations none(ListLiveUploads uploads, ScanUploads scan, BooleanSupplier isStopping) {
        ReportHealth healthy = new ReportHealth() {
            @Override
            public Map<String, String> liveness() {
                return Map.of();
            }

            @Override
            public Map<String, String> readiness() {
                return Map.of();
            }

            @Override
            public boolean isStopping() {
                return isStopping.getAsBoolean();
            }
        };
        return new HttpOperations(healthy, Optional.empty(), AccessLog.NONE, uploads, scan, Optional.empty());
    }
}
