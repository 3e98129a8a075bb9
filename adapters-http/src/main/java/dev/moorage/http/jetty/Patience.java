package dev.moorage.http.jetty;

import java.time.Duration;
import java.util.Objects;

/**
 * How long the server waits for its clients. Nothing here bounds a whole request, and none is ended for being slow: what goes on may
 * take hours.
 *
 * @param head {@code http.headtimeout}: from a head's first byte to its last; a connection whose head takes longer ends
 * @param idle {@code http.idletimeout}: after how long without a request a connection ends
 * @param stall {@code http.stalltimeout}: after how long without a single byte of a body or of an answer a request ends
 * @param drain {@code http.draintimeout}: how long requests in flight may go on when the server stops
 */
public record Patience(Duration head, Duration idle, Duration stall, Duration drain) {
    public Patience {
        Objects.requireNonNull(head);
        Objects.requireNonNull(idle);
        Objects.requireNonNull(stall);
        Objects.requireNonNull(drain);
    }

    /** What holds when nobody configures anything. */
    public static Patience defaults() {
        return new Patience(
                Duration.ofSeconds(10), Duration.ofSeconds(60), Duration.ofMinutes(10), Duration.ofSeconds(30));
    }
}
