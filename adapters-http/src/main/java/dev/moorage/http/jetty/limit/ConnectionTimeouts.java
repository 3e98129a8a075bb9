package dev.moorage.http.jetty.limit;

import java.time.Duration;
import java.util.Objects;

/**
 * Timeouts of the server. None of them bounds the duration of a whole request, and a request that makes progress does not
 * time out: a transfer may take hours.
 *
 * @param head {@code http.headtimeout}: from the first byte of a request head to its last. A connection whose head takes
 *     longer is closed.
 * @param idle {@code http.idletimeout}: how long a connection may stay without a request
 * @param stall {@code http.stalltimeout}: how long a request may go without a single byte of its body or its response
 * @param drain {@code http.draintimeout}: how long requests in flight may continue when the server stops
 */
public record ConnectionTimeouts(Duration head, Duration idle, Duration stall, Duration drain) {
    public ConnectionTimeouts {
        Objects.requireNonNull(head);
        Objects.requireNonNull(idle);
        Objects.requireNonNull(stall);
        Objects.requireNonNull(drain);
    }

    /** The timeouts without any configuration. */
    public static ConnectionTimeouts defaults() {
        return new ConnectionTimeouts(
                Duration.ofSeconds(10), Duration.ofSeconds(60), Duration.ofMinutes(10), Duration.ofSeconds(30));
    }
}
