package dev.moorage.upstream;

import java.net.InetAddress;

/** The network that an address belongs to. An upstream in one of them does not lead into another one. */
enum HostClass {
    PUBLIC,
    /** A private network: RFC 1918, RFC 4193, or the shared space of RFC 6598. */
    PRIVATE,
    LOOPBACK,
    /** Link-local, which is also where clouds have their metadata services. */
    LINK_LOCAL,
    /** An address that no server has: multicast, or unspecified. */
    NONE;

    static HostClass of(InetAddress address) {
        byte[] bytes = address.getAddress();
        int first = bytes[0] & 0xff;
        int second = bytes[1] & 0xff;
        if (address.isLoopbackAddress()) {
            return LOOPBACK;
        }
        if (address.isLinkLocalAddress()) {
            return LINK_LOCAL;
        }
        if (address.isAnyLocalAddress()
                || address.isMulticastAddress()
                || bytes.length == 4 && (first == 0 || first >= 240)) {
            return NONE;
        }
        boolean shared = bytes.length == 4 && first == 100 && second >= 64 && second < 128;
        boolean uniqueLocal = bytes.length == 16 && (first & 0xfe) == 0xfc;
        return address.isSiteLocalAddress() || shared || uniqueLocal ? PRIVATE : PUBLIC;
    }
}
