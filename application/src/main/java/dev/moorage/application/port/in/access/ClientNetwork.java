package dev.moorage.application.port.in.access;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;

/**
 * The network that a client's address belongs to: the IPv4 address itself, or the /64 network of an IPv6 address. A client
 * can use any address of its /64 network, so the network counts as one client. All limits for one address apply to it.
 *
 * @param bits the IPv4 address, or the first 64 bits of the IPv6 address
 * @param name the text of an address that is no IP address, or the empty text
 */
public record ClientNetwork(boolean ipv6, long bits, String name) {
    /** The network of a peer without an IP address: a Unix domain socket, or a peer that has disconnected. */
    public static final ClientNetwork UNKNOWN = named("");

    private static final int BYTES_OF_IPV6 = 16;

    private static ClientNetwork named(String name) {
        return new ClientNetwork(false, -1, name);
    }

    /** Returns the network of a socket's peer. */
    public static ClientNetwork of(SocketAddress address) {
        return address instanceof InetSocketAddress socket && socket.getAddress() != null
                ? of(socket.getAddress())
                : UNKNOWN;
    }

    private static ClientNetwork of(InetAddress address) {
        ByteBuffer bytes = ByteBuffer.wrap(address.getAddress());
        return address instanceof Inet6Address
                ? new ClientNetwork(true, bytes.getLong(), "")
                : new ClientNetwork(false, Integer.toUnsignedLong(bytes.getInt()), "");
    }

    /**
     * Returns the network of an address that is given as text. A text that is not an IP address counts as itself.
     *
     * @param address an IP address as servlets report it, for IPv6 with or without brackets and zone
     */
    public static ClientNetwork of(String address) {
        String literal =
                address.startsWith("[") && address.endsWith("]") ? address.substring(1, address.length() - 1) : address;
        int zone = literal.indexOf('%');
        try {
            return of(InetAddress.ofLiteral(zone < 0 ? literal : literal.substring(0, zone)));
        } catch (IllegalArgumentException _) {
            return named(literal);
        }
    }

    /** Written out, as those of a record are made by classes that the JDK generates at the first connection of each start. */
    @Override
    public boolean equals(Object other) {
        return other instanceof ClientNetwork that && bits == that.bits && ipv6 == that.ipv6 && name.equals(that.name);
    }

    @Override
    public int hashCode() {
        return 31 * Long.hashCode(bits) + name.hashCode();
    }

    /** The address in its usual form. For IPv6, the rest of the address is 0, and the length of the prefix follows. */
    @Override
    public String toString() {
        if (bits < 0 && !ipv6) {
            return name;
        }
        try {
            return ipv6
                    ? InetAddress.getByAddress(ByteBuffer.allocate(BYTES_OF_IPV6)
                                            .putLong(bits)
                                            .array())
                                    .getHostAddress()
                            + "/64"
                    : InetAddress.getByAddress(ByteBuffer.allocate(Integer.BYTES)
                                    .putInt((int) bits)
                                    .array())
                            .getHostAddress();
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }
}
