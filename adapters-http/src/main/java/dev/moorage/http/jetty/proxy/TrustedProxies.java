package dev.moorage.http.jetty.proxy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The reverse proxies whose {@code Forwarded} and {@code X-Forwarded-*} headers the server believes.
 *
 * @param ranges the addresses of the proxies
 * @param unixPeers whether the peers of a Unix domain socket are proxies
 */
public record TrustedProxies(List<AddressRange> ranges, boolean unixPeers) {
    /** No proxies: the headers are ignored. */
    public static final TrustedProxies NONE = new TrustedProxies(List.of(), false);

    /** The entry for the peers of a Unix domain socket. */
    private static final String UNIX = "unix";

    public TrustedProxies {
        ranges = List.copyOf(ranges);
    }

    /**
     * Parses the entries of {@code http.trustedproxies}: addresses, ranges such as {@code 10.0.0.0/8}, and {@code unix}.
     *
     * @return empty when an entry is none of these
     */
    public static Optional<TrustedProxies> parse(List<String> entries) {
        List<AddressRange> ranges = new ArrayList<>();
        for (String entry : entries) {
            if (!entry.equals(UNIX)) {
                Optional<AddressRange> range = AddressRange.parse(entry);
                if (range.isEmpty()) {
                    return Optional.empty();
                }
                ranges.add(range.get());
            }
        }
        return Optional.of(new TrustedProxies(ranges, entries.contains(UNIX)));
    }

    /** Whether there are no proxies. */
    public boolean isEmpty() {
        return ranges.isEmpty() && !unixPeers;
    }

    /** Whether the peer of a connection is a proxy. A peer without an IP address is one of a Unix domain socket. */
    public boolean trust(SocketAddress peer) {
        return peer instanceof InetSocketAddress socket
                ? socket.getAddress() != null && trust(socket.getAddress())
                : unixPeers;
    }

    /** Whether an address is that of a proxy. */
    boolean trust(InetAddress address) {
        for (AddressRange range : ranges) {
            if (range.contains(address)) {
                return true;
            }
        }
        return false;
    }
}
