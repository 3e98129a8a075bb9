package dev.moorage.http.jetty;

import java.util.Objects;
import java.util.Optional;

/**
 * Where the registry listens, how patiently, and to how many.
 *
 * @param host the address to bind; empty for all of them
 * @param port 0 for any that is free
 * @param http2 whether HTTP/2 is spoken beside HTTP/1.1
 * @param maxHeadBytes the most bytes of a request's head; a larger one is 431
 */
public record ListenSettings(
        Optional<String> host, int port, boolean http2, int maxHeadBytes, Limits limits, Patience patience) {
    public ListenSettings {
        Objects.requireNonNull(host);
        Objects.requireNonNull(limits);
        Objects.requireNonNull(patience);
        if (port < 0 || port > 65_535 || maxHeadBytes < 1024) {
            throw new IllegalArgumentException("a port or a limit is out of its range");
        }
    }

    /** What holds when nobody configures anything but an address. */
    public static ListenSettings on(Optional<String> host, int port) {
        return new ListenSettings(host, port, true, 16 * 1024, Limits.defaults(), Patience.defaults());
    }
}
