package dev.moorage.bootstrap.wiring;

import dev.moorage.application.port.out.event.EventListener;
import java.util.Optional;

/**
 * A feature's part in the events of the registry. It is no record, since a set of these has two equal ones where two features are
 * switched off.
 */
final class Listening {
    private final Optional<EventListener> listener;

    /** @param listener takes events. Empty where the feature is switched off */
    Listening(Optional<EventListener> listener) {
        this.listener = listener;
    }

    Optional<EventListener> listener() {
        return listener;
    }
}
