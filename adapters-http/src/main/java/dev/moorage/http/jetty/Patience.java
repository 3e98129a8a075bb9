package dev.moorage.http.jetty;

import java.time.Duration;
import java.util.Objects;

/**
 * How long the server waits for its clients. Nothing here bounds a whole request: what goes on at a steady rate may take hours.
 *
 * @param head from a head's first byte to its last; a connection whose head takes longer ends
 * @param idle after how long without a byte a connection ends
 * @param drain how long requests in flight may go on when the server stops
 * @param minBytesPerSecond an answer that is taken more slowly over a {@code rateWindow} of waiting is ended; 0 for any rate
 */
public record Patience(Duration head, Duration idle, Duration drain, long minBytesPerSecond, Duration rateWindow) {
    public Patience {
        Objects.requireNonNull(head);
        Objects.requireNonNull(idle);
        Objects.requireNonNull(drain);
        Objects.requireNonNull(rateWindow);
        if (minBytesPerSecond < 0) {
            throw new IllegalArgumentException("a rate is below 0");
        }
    }

    /** What holds when nobody configures anything. */
    public static Patience defaults() {
        return new Patience(
                Duration.ofSeconds(10), Duration.ofSeconds(60), Duration.ofSeconds(30), 512, Duration.ofSeconds(20));
    }
}
