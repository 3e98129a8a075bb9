package dev.moorage.storage.spi.net;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;

/** Parses and compares textual IP addresses. It never asks a name server. */
final class IpAddress {
    private static final int BYTE = 8;

    private IpAddress() {}

    /** The bytes of an address, or empty for a host name. */
    static Optional<byte[]> parse(String text) {
        boolean v4 = text.matches("[0-9]{1,3}(\\.[0-9]{1,3}){3}");
        boolean v6 = text.indexOf(':') >= 0 && text.matches("[0-9a-fA-F:.]+");
        if (!v4 && !v6) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    InetAddress.getByName(v6 ? "[" + text + "]" : text).getAddress());
        } catch (UnknownHostException _) {
            return Optional.empty();
        }
    }

    /** Whether two addresses of the same family agree in their first bits. */
    static boolean agree(byte[] one, byte[] other, int bits) {
        if (one.length != other.length || bits > one.length * BYTE) {
            return false;
        }
        for (int i = 0; i < bits; i++) {
            int shift = BYTE - 1 - i % BYTE;
            if ((one[i / BYTE] >> shift & 1) != (other[i / BYTE] >> shift & 1)) {
                return false;
            }
        }
        return true;
    }

    static boolean isLoopback(byte[] address) {
        try {
            return InetAddress.getByAddress(address).isLoopbackAddress();
        } catch (UnknownHostException _) {
            return false;
        }
    }
}
