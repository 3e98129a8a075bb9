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
}
