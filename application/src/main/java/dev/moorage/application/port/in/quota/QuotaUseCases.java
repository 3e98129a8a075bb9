package dev.moorage.application.port.in.quota;

import java.util.Objects;

/** The use cases about quotas, for operators. */
public record QuotaUseCases(ReportUsage report, MeasureUsage measure) {
    public QuotaUseCases {
        Objects.requireNonNull(report);
        Objects.requireNonNull(measure);
    }
}
