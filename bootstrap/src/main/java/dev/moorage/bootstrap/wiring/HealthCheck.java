package dev.moorage.bootstrap.wiring;

import dev.moorage.application.port.in.health.CheckHealth;
import java.util.Objects;

/**
 * What a feature contributes to {@code GET /debug/health}.
 *
 * @param name the name of the check in the response
 */
record HealthCheck(String name, CheckHealth check) {
    HealthCheck {
        Objects.requireNonNull(name);
        Objects.requireNonNull(check);
    }

    /** Written out, as those of a record are made by classes that the JDK generates at each start. */
    @Override
    public boolean equals(Object other) {
        return other instanceof HealthCheck that && name.equals(that.name) && check.equals(that.check);
    }

    @Override
    public int hashCode() {
        return name.hashCode();
    }
}
