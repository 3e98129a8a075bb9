package dev.moorage.bootstrap.section;

import dev.moorage.bootstrap.config.Key;
import dev.moorage.bootstrap.config.Values;
import dev.moorage.http.jetty.ListenSettings;
import java.net.URI;
import java.util.Objects;
import java.util.Optional;

/** Reads addresses: {@code <host>:<port>}. To listen on, an empty host is every address. */
final class Addresses {
    private static final int MAX_PORT = 65_535;

    private Addresses() {}

    /** An address. The host is empty where the text has none. */
    record HostPort(Optional<String> host, int port) {
        HostPort {
            Objects.requireNonNull(host);
        }
    }

    static ListenSettings read(Key<?> key, String address, Values values) {
        Optional<HostPort> parsed = parse(address);
        if (parsed.isEmpty()) {
            values.error(key, "is not <host>:<port>");
        }
        return ListenSettings.on(
                parsed.flatMap(HostPort::host), parsed.map(HostPort::port).orElse(0));
    }

    /** Parses an address, whose IPv6 host is in brackets. Empty where the text is none. */
    static Optional<HostPort> parse(String address) {
        int colon = address.lastIndexOf(':');
        Optional<Integer> port = colon < 0 ? Optional.empty() : port(address.substring(colon + 1));
        Optional<String> host = Optional.of(address.substring(0, Math.max(0, colon)))
                .map(text -> text.startsWith("[") && text.endsWith("]") ? text.substring(1, text.length() - 1) : text)
                .filter(text -> !text.isEmpty());
        return port.map(number -> new HostPort(host, number));
    }

    /** Returns whether a server can have the port of a URL. {@link URI} takes any number. */
    static boolean hasPossiblePort(URI url) {
        return url.getPort() <= MAX_PORT;
    }

    private static Optional<Integer> port(String text) {
        try {
            return Optional.of(Integer.parseInt(text)).filter(port -> port >= 0 && port <= MAX_PORT);
        } catch (NumberFormatException _) {
            return Optional.empty();
        }
    }
}
