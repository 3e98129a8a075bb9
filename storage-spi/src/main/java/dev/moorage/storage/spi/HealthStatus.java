package dev.moorage.storage.spi;

import java.util.Objects;

/** Whether a component can do its work now. */
public sealed interface HealthStatus {
    /** It can. */
    record Healthy() implements HealthStatus {}

    /** It cannot; the reason is for operators, not for clients. */
    record Unhealthy(String reason) implements HealthStatus {
        public Unhealthy {
            Objects.requireNonNull(reason);
        }
    }
}
