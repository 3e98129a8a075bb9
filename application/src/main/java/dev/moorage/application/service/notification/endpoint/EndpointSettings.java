package dev.moorage.application.service.notification.endpoint;

import java.time.Duration;
import java.util.Objects;

/**
 * How often and how long an event is tried for one endpoint.
 *
 * @param name the name of the endpoint, of any characters
 * @param threshold after how many failures in a row there are longer pauses
 * @param backoff the first of the longer pauses
 * @param maxAttempts after how many refusals an event is a dead letter
 * @param maxAge the age from which an event that fails is a dead letter
 * @param isDurable whether changes wait in the storage. If not, all events wait in memory
 */
public record EndpointSettings(
        String name, int threshold, Duration backoff, int maxAttempts, Duration maxAge, boolean isDurable) {
    public EndpointSettings {
        Objects.requireNonNull(name);
        Objects.requireNonNull(backoff);
        Objects.requireNonNull(maxAge);
        if (threshold < 1 || maxAttempts < 1 || backoff.isNegative() || backoff.isZero()) {
            throw new IllegalArgumentException("an endpoint without attempts or pauses");
        }
    }
}
