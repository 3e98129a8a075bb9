package dev.moorage.http.access;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * The network that a client's address belongs to: the IPv4 address itself, or the /64 network of an IPv6 address. A client
 * can use any address of its /64 network, so the network counts as one client.
 */
final class ClientNetwork {
    private static final int NETWORK_BYTES = 8;

    private ClientNetwork() {}

    /**
     * @param address an IP address as servlets report it, for IPv6 with or without brackets and zone
     * @return a text that is the same for all addresses of the network
     */
    static String of(String address) {
        String literal =
                address.startsWith("[") && address.endsWith("]") ? address.substring(1, address.length() - 1) : address;
        int zone = literal.indexOf('%');
        try {
            InetAddress parsed = InetAddress.ofLiteral(zone < 0 ? literal : literal.substring(0, zone));
            return parsed instanceof Inet6Address
                    ? HexFormat.ofDelimiter(":").formatHex(Arrays.copyOf(parsed.getAddress(), NETWORK_BYTES)) + "::/64"
                    : parsed.getHostAddress();
        } catch (IllegalArgumentException _) {
            return literal; // A text that is not an IP address counts as itself.
        }
    }
}
