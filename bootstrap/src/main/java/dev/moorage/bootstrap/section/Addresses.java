package dev.moorage.bootstrap.section;

import dev.moorage.bootstrap.config.Key;
import dev.moorage.bootstrap.config.Values;
import dev.moorage.http.jetty.ListenSettings;
import java.util.Optional;

/** Reads the addresses to listen on: {@code <host>:<port>}, where an empty host is every address. */
final class Addresses {
    private Addresses() {}

    static ListenSettings read(Key<?> key, String address, Values values) {
        int colon = address.lastIndexOf(':');
        Optional<Integer> port = colon < 0 ? Optional.empty() : port(address.substring(colon + 1));
        if (port.isEmpty()) {
            values.error(key, "is not <host>:<port>");
        }
        Optional<String> host = Optional.of(address.substring(0, Math.max(0, colon)))
                .map(text -> text.startsWith("[") && text.endsWith("]") ? text.substring(1, text.length() - 1) : text)
                .filter(text -> !text.isEmpty());
        return ListenSettings.on(host, port.orElse(0));
    }

    private static Optional<Integer> port(String text) {
        try {
            return Optional.of(Integer.parseInt(text)).filter(port -> port >= 0 && port <= 65_535);
        } catch (NumberFormatException _) {
            return Optional.empty();
        }
    }
}
