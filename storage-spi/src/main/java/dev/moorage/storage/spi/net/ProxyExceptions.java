package dev.moorage.storage.spi.net;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The targets of {@code NO_PROXY}, separated by commas. {@code *} stands for all targets. A domain stands for itself and its
 * subdomains. {@code .domain} and {@code *.domain} stand for the subdomains only. An entry can also be an address or a range
 * of addresses ({@code 10.0.0.0/8}). A domain or an address may have a port.
 */
final class ProxyExceptions {
    private final List<Entry> entries;

    private ProxyExceptions(List<Entry> entries) {
        this.entries = entries;
    }

    /** One entry. */
    private interface Entry {
        boolean covers(String host, Optional<byte[]> address, int port);
    }

    static ProxyExceptions parse(String text) {
        return new ProxyExceptions(Arrays.stream(text.split(",", -1))
                .map(entry -> entry.strip().toLowerCase(Locale.ROOT))
                .filter(entry -> !entry.isEmpty())
                .map(ProxyExceptions::entry)
                .toList());
    }

    private static Entry entry(String text) {
        if (text.equals("*")) {
            return (_, _, _) -> true;
        }
        int slash = text.indexOf('/');
        if (slash > 0) {
            return range(text.substring(0, slash), text.substring(slash + 1));
        }
        Optional<byte[]> whole = IpAddress.parse(text);
        if (whole.isPresent()) {
            return (_, address, _) -> equal(address, whole);
        }
        int colon = text.lastIndexOf(':');
        boolean ported = colon > 0 && text.substring(colon + 1).matches("[0-9]{1,5}");
        String name = ported ? text.substring(0, colon) : text;
        int port = ported ? Integer.parseInt(text.substring(colon + 1)) : -1;
        Optional<byte[]> named = IpAddress.parse(name);
        Entry entry = named.isPresent() ? (_, address, _) -> equal(address, named) : domain(name);
        return (host, address, target) -> (port < 0 || port == target) && entry.covers(host, address, target);
    }

    private static boolean equal(Optional<byte[]> one, Optional<byte[]> other) {
        return one.isPresent() && Arrays.equals(one.get(), other.orElseThrow());
    }

    private static Entry domain(String name) {
        String below = name.startsWith("*.") ? name.substring(1) : name.startsWith(".") ? name : "." + name;
        boolean itself = below.length() > name.length();
        return (host, _, _) -> host.endsWith(below) || itself && host.equals(name);
    }

    private static Entry range(String first, String bits) {
        Optional<byte[]> network = IpAddress.parse(first);
        if (network.isEmpty() || !bits.matches("[0-9]{1,3}")) {
            return (_, _, _) -> false;
        }
        int length = Integer.parseInt(bits);
        return (_, address, _) -> address.filter(bytes -> IpAddress.agree(bytes, network.get(), length))
                .isPresent();
    }

    /** Whether a target is reached directly, because an entry covers it or because it is this machine. */
    boolean cover(String target, int port) {
        String host = target.toLowerCase(Locale.ROOT);
        if (host.startsWith("[") && host.endsWith("]")) {
            host = host.substring(1, host.length() - 1);
        }
        if (host.endsWith(".")) {
            host = host.substring(0, host.length() - 1);
        }
        Optional<byte[]> address = IpAddress.parse(host);
        if (host.equals("localhost") || address.filter(IpAddress::isLoopback).isPresent()) {
            return true;
        }
        for (Entry entry : entries) {
            if (entry.covers(host, address, port)) {
                return true;
            }
        }
        return false;
    }
}
