package dev.moorage.http.jetty;

import java.util.Objects;
import java.util.Optional;

/**
 * Where the registry listens, how patiently, and to how many.
 *
 * @param host the address to bind; empty for all of them
 * @param port 0 for any that is free
 * @param unixSocket the path of the Unix domain socket that is listened on instead of a host and a port; empty for none
 * @param http2 whether HTTP/2 is spoken beside HTTP/1.1
 * @param maxHeadBytes the most bytes of a request's head; a larger one is 431
 */
public record ListenSettings(
        Optional<String> host,
        int port,
        Optional<String> unixSocket,
        boolean http2,
        int maxHeadBytes,
        Limits limits,
        Patience patience) {
    public ListenSettings {
        Objects.requireNonNull(host);
        Objects.requireNonNull(unixSocket);
        Objects.requireNonNull(limits);
        Objects.requireNonNull(patience);
        if (port < 0 || port > 65_535 || maxHeadBytes < 1024) {
            throw new IllegalArgumentException("a port or a limit is out of its range");
        }
    }

    /** Room for the access tokens of large directories: an Authorization header of 32 KiB, and what else a head has. */
    private static final int MAX_HEAD_BYTES = 48 * 1024;

    /** The same, on a Unix domain socket. */
    public ListenSettings onSocket(String path) {
        return new ListenSettings(Optional.empty(), 0, Optional.of(path), http2, maxHeadBytes, limits, patience);
    }

    /** What holds when nobody configures anything but an address. */
    public static ListenSettings on(Optional<String> host, int port) {
        return new ListenSettings(
                host, port, Optional.empty(), true, MAX_HEAD_BYTES, Limits.defaults(), Patience.defaults());
    }
}
