package dev.moorage.http.jetty;

import dev.moorage.http.jetty.limit.ConnectionTimeouts;
import dev.moorage.http.jetty.limit.Limits;
import dev.moorage.http.jetty.proxy.TrustedProxies;
import java.util.Objects;
import java.util.Optional;

/**
 * The address, the protocols, the limits and the timeouts of the server.
 *
 * @param host the address to bind, or empty for all addresses
 * @param port the port, or 0 for any free one
 * @param unixSocket the path of a Unix domain socket to listen on instead of a host and a port, or empty for none
 * @param http2 whether HTTP/2 is offered in addition to HTTP/1.1
 * @param maxHeadBytes the largest head of a request in bytes. A larger one is answered with 431.
 * @param proxies the reverse proxies whose forwarding headers are believed
 */
public record ListenSettings(
        Optional<String> host,
        int port,
        Optional<String> unixSocket,
        boolean http2,
        int maxHeadBytes,
        Limits limits,
        ConnectionTimeouts patience,
        TrustedProxies proxies) {
    public ListenSettings {
        Objects.requireNonNull(host);
        Objects.requireNonNull(unixSocket);
        Objects.requireNonNull(limits);
        Objects.requireNonNull(patience);
        Objects.requireNonNull(proxies);
        if (port < 0 || port > 65_535 || maxHeadBytes < 1024) {
            throw new IllegalArgumentException("a port or a limit is out of its range");
        }
    }

    /** Room for the access tokens of large directories: an Authorization header of 32 KiB, and the other headers. */
    private static final int MAX_HEAD_BYTES = 48 * 1024;

    /** Returns these settings for a Unix domain socket. */
    public ListenSettings onSocket(String path) {
        return new ListenSettings(
                Optional.empty(), 0, Optional.of(path), http2, maxHeadBytes, limits, patience, proxies);
    }

    /** Returns these settings with other proxies. */
    public ListenSettings behind(TrustedProxies trusted) {
        return new ListenSettings(host, port, unixSocket, http2, maxHeadBytes, limits, patience, trusted);
    }

    /** The settings for an address, without any other configuration. */
    public static ListenSettings on(Optional<String> host, int port) {
        return new ListenSettings(
                host,
                port,
                Optional.empty(),
                true,
                MAX_HEAD_BYTES,
                Limits.defaults(),
                ConnectionTimeouts.defaults(),
                TrustedProxies.NONE);
    }
}
