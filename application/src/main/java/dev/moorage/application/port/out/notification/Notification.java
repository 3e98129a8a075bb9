package dev.moorage.application.port.out.notification;

import dev.moorage.domain.outbox.EventKey;
import java.util.Objects;

/**
 * One event on its way to a receiver.
 *
 * @param key the identifier, which stays the same for each attempt
 * @param json the event as one JSON object in UTF-8, in the form of CNCF Distribution ({@code notifications/event.go})
 */
public record Notification(EventKey key, byte[] json) {
    public Notification {
        Objects.requireNonNull(key);
        Objects.requireNonNull(json);
    }
}
