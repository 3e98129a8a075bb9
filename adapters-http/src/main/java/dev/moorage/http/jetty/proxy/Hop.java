package dev.moorage.http.jetty.proxy;

import java.util.Optional;

/**
 * What one proxy says about the request that it received.
 *
 * @param client the node from which the proxy received the request: an address, with a port or without, or a name
 * @param scheme the scheme of the request, {@code http} or {@code https}
 * @param host the host of the request, with a port or without
 */
record Hop(Optional<String> client, Optional<String> scheme, Optional<String> host) {
    /** A proxy that says nothing. */
    static final Hop SILENT = new Hop(Optional.empty(), Optional.empty(), Optional.empty());
}
