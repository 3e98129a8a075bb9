package dev.moorage.http.jetty.proxy;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.Optional;

/**
 * A range of IP addresses in CIDR notation (RFC 4632, RFC 4291 section 2.3). An IPv4-mapped IPv6 address is the IPv4 address.
 *
 * @param network the bytes of an address in the range
 * @param prefix the number of leading bits that all addresses of the range have in common
 */
record AddressRange(byte[] network, int prefix) {
    private static final int BYTE = 8;

    AddressRange {
        network = network.clone();
        if (prefix < 0 || prefix > network.length * BYTE) {
            throw new IllegalArgumentException("a prefix of " + prefix + " bits");
        }
    }

    /** Parses {@code 10.0.0.0/8}, {@code 2001:db8::/32} or a single address. The result is empty for any other text. */
    static Optional<AddressRange> parse(String text) {
        int slash = text.indexOf('/');
        try {
            byte[] network = InetAddress.ofLiteral(slash < 0 ? text : text.substring(0, slash))
                    .getAddress();
            int prefix = slash < 0 ? network.length * BYTE : Integer.parseUnsignedInt(text.substring(slash + 1));
            return Optional.of(new AddressRange(network, prefix));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    /** Whether an address is in the range. */
    boolean contains(InetAddress address) {
        byte[] bytes = address.getAddress();
        if (bytes.length != network.length) {
            return false;
        }
        int whole = prefix / BYTE;
        int rest = prefix % BYTE;
        return Arrays.equals(bytes, 0, whole, network, 0, whole)
                && (rest == 0 || ((bytes[whole] ^ network[whole]) & 0xFF) >> (BYTE - rest) == 0);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof AddressRange range && prefix == range.prefix && Arrays.equals(network, range.network);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(network) + prefix;
    }

    @Override
    public String toString() {
        return Arrays.toString(network) + "/" + prefix;
    }
}
