package dev.moorage.application.port.in.quota;

import dev.moorage.domain.quota.Quota;
import dev.moorage.domain.quota.Usage;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * A namespace with a quota, and what it has.
 *
 * @param used empty if the namespace was not measured yet
 * @param age the time since the measurement began, or empty
 */
public record NamespaceUsage(Quota quota, Optional<Usage> used, Optional<Duration> age) {
    public NamespaceUsage {
        Objects.requireNonNull(quota);
        Objects.requireNonNull(used);
        Objects.requireNonNull(age);
    }
}
