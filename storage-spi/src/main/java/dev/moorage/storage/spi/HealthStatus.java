package dev.moorage.storage.spi;

import java.util.Objects;

/** Whether a component can do its work now. */
public sealed interface HealthStatus {
    /** The component can do its work. */
    record Healthy() implements HealthStatus {}

    /**
     * The component cannot do its work.
     *
     * @param reason for operators, not for clients
     */
    record Unhealthy(String reason) implements HealthStatus {
        public Unhealthy {
            Objects.requireNonNull(reason);
        }
    }
}
