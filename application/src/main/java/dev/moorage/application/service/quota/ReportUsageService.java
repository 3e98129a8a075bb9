package dev.moorage.application.service.quota;

import dev.moorage.application.port.in.quota.NamespaceUsage;
import dev.moorage.application.port.in.quota.ReportUsage;
import dev.moorage.domain.quota.Added;
import dev.moorage.domain.quota.Measurement;
import dev.moorage.domain.quota.Quota;
import dev.moorage.domain.quota.Quotas;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads what servers have stored about usage. */
record ReportUsageService(Quotas quotas, UsageObjects objects, InstantSource clock) implements ReportUsage {
    @Override
    public List<NamespaceUsage> usage() throws IOException {
        Optional<Measurement> last = objects.measurement();
        Map<String, Map<String, Added>> reported = new HashMap<>();
        objects.reports().forEach((server, report) -> reported.put(server, report.added()));
        Instant now = clock.instant();
        return quotas.all().stream()
                .map(quota -> usage(quota, last, reported, now))
                .toList();
    }

    private static NamespaceUsage usage(
            Quota quota, Optional<Measurement> last, Map<String, Map<String, Added>> reported, Instant now) {
        return last.flatMap(measurement -> measurement
                        .usage(quota.namespace().value(), reported)
                        .map(used -> new NamespaceUsage(
                                quota, Optional.of(used), Optional.of(Duration.between(measurement.begun(), now)))))
                .orElseGet(() -> new NamespaceUsage(quota, Optional.empty(), Optional.empty()));
    }
}
