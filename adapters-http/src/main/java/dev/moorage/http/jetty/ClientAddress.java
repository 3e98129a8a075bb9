package dev.moorage.http.jetty;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;

/**
 * The unit to which a limit for one address applies: an IPv4 address, or a /64 network of IPv6, since one host may use any
 * address of its /64 network.
 */
record ClientAddress(boolean ipv6, long bits) {
    /** A peer without an IP address: a Unix domain socket, or a peer that has disconnected. */
    static final ClientAddress UNKNOWN = new ClientAddress(false, -1);

    static ClientAddress of(SocketAddress address) {
        return address instanceof InetSocketAddress socket && socket.getAddress() != null
                ? of(socket.getAddress())
                : UNKNOWN;
    }

    static ClientAddress of(InetAddress address) {
        ByteBuffer bytes = ByteBuffer.wrap(address.getAddress());
        return address instanceof Inet6Address
                ? new ClientAddress(true, bytes.getLong())
                : new ClientAddress(false, Integer.toUnsignedLong(bytes.getInt()));
    }
}
