package dev.moorage.http.jetty;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;

/**
 * Whom a limit of one address counts together: an IPv4 address, or a network of 64 bits of IPv6, in which one host may have as many
 * addresses as it likes.
 */
record ClientAddress(boolean ipv6, long bits) {
    /** What has no IP address, such as a socket of the file system, or has gone. */
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
