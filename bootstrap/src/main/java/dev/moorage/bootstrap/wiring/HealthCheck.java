package dev.moorage.bootstrap.wiring;

import dev.moorage.application.port.in.health.CheckHealth;
import dev.moorage.bootstrap.section.HealthConfig;
import java.util.Objects;
import java.util.Optional;

/**
 * What a feature contributes to the registry's health.
 *
 * @param name the name of the check in responses
 * @param pace how often it runs and when it fails, or empty where it is switched off
 * @param isOfProcess whether it is about this process alone, so that a failure calls for a restart
 */
record HealthCheck(String name, CheckHealth check, Optional<HealthConfig.Pace> pace, boolean isOfProcess) {
    HealthCheck {
        Objects.requireNonNull(name);
        Objects.requireNonNull(check);
        Objects.requireNonNull(pace);
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
