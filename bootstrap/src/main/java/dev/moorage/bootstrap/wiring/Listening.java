package dev.moorage.bootstrap.wiring;

import dev.moorage.application.port.out.event.EventListener;
import java.util.Objects;
import java.util.Optional;

/**
 * A feature's part in the events of the registry.
 *
 * @param listener takes events. Empty where the feature is switched off
 */
record Listening(Optional<EventListener> listener) {
    Listening {
        Objects.requireNonNull(listener);
    }
}
