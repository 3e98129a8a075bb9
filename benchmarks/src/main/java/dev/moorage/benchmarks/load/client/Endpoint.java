package dev.moorage.benchmarks.load.client;

import java.net.InetSocketAddress;
import java.util.Objects;

/**
 * Where a server listens, and what each request to it has.
 *
 * @param fields field lines, each with its line end, such as that with a token
 */
public record Endpoint(InetSocketAddress address, String fields) {
    public Endpoint {
        Objects.requireNonNull(address);
        Objects.requireNonNull(fields);
    }

    /** A server that anyone may use. */
    public static Endpoint of(InetSocketAddress address) {
        return new Endpoint(address, "");
    }

    /** Returns the same server with credentials: the value of the field {@code Authorization}. */
    public Endpoint with(String credentials) {
        return new Endpoint(address, "Authorization: " + credentials + "\r\n");
    }

    String host() {
        return address.getHostString() + ":" + address.getPort();
    }
}
