package dev.moorage.http.access;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.HexFormat;

/** The addresses that one client has at its choice, and that count as one: an IPv4 address, or a /64 network of IPv6. */
final class ClientNetwork {
    private static final int NETWORK_BYTES = 8;

    private ClientNetwork() {}

    /**
     * @param address an IP address, as servlets name it: IPv6 with or without brackets and zone
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
            return literal; // What is no IP address counts as what it is.
        }
    }
}
