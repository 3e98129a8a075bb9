package dev.moorage.application.port.in.notification;

import java.util.Objects;

/**
 * An event that was given up for an endpoint.
 *
 * @param endpoint the name of the endpoint
 * @param event the identifier of the event
 * @param status what the receiver has answered last
 * @param json the event
 */
public record DeadLetter(String endpoint, String event, String status, String json) {
    public DeadLetter {
        Objects.requireNonNull(endpoint);
        Objects.requireNonNull(event);
        Objects.requireNonNull(status);
        Objects.requireNonNull(json);
    }
}
