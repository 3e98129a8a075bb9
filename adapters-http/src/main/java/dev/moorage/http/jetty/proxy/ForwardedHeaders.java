package dev.moorage.http.jetty.proxy;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.QuotedCSVParser;

/**
 * Reads the headers in which proxies describe the request that they received: {@code Forwarded} (RFC 7239), or, where it is
 * absent, {@code X-Forwarded-For}, {@code X-Forwarded-Proto}, {@code X-Forwarded-Host} and {@code X-Forwarded-Port}.
 */
final class ForwardedHeaders {
    private ForwardedHeaders() {}

    /** Returns what each proxy says, in the order in which the request passed them. The last is the nearest one. */
    static List<Hop> read(HttpFields headers) {
        return headers.contains(HttpHeader.FORWARDED) ? standard(headers) : common(headers);
    }

    private static List<Hop> standard(HttpFields headers) {
        Elements elements = new Elements();
        for (HttpField field : headers) {
            if (field.getHeader() == HttpHeader.FORWARDED) {
                elements.addValue(field.getValue());
            }
        }
        return elements.hops;
    }

    /** The elements of {@code Forwarded}. Jetty's parser handles quotes, commas and semicolons. */
    private static final class Elements extends QuotedCSVParser {
        private final List<Hop> hops = new ArrayList<>();

        Elements() {
            super(false);
        }

        /** Called for an element that begins with something else than a pair. Its pairs are ignored. */
        @Override
        protected void parsedValue(StringBuilder buffer) {
            hops.add(Hop.SILENT);
        }

        @Override
        protected void parsedParam(StringBuilder buffer, int valueLength, int paramName, int paramValue) {
            if (valueLength > 0 || paramValue <= paramName) {
                return;
            }
            if (paramName == 0) {
                hops.add(Hop.SILENT);
            }
            String name = buffer.substring(paramName, paramValue - 1);
            hops.add(with(hops.removeLast(), name, buffer.substring(paramValue)));
        }

        private static Hop with(Hop hop, String name, String value) {
            return switch (name.toLowerCase(Locale.ROOT)) {
                case "for" -> new Hop(Optional.of(value), hop.scheme(), hop.host());
                case "proto" -> new Hop(hop.client(), Optional.of(value), hop.host());
                case "host" -> new Hop(hop.client(), hop.scheme(), Optional.of(value));
                default -> hop;
            };
        }
    }

    private static List<Hop> common(HttpFields headers) {
        List<String> clients = headers.getCSV(HttpHeader.X_FORWARDED_FOR, false);
        List<String> schemes = headers.getCSV(HttpHeader.X_FORWARDED_PROTO, false);
        List<String> hosts = headers.getCSV(HttpHeader.X_FORWARDED_HOST, false);
        List<String> ports = headers.getCSV(HttpHeader.X_FORWARDED_PORT, false);
        int count = Math.max(Math.max(clients.size(), schemes.size()), hosts.size());
        List<Hop> hops = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            int fromLast = count - 1 - i;
            Optional<String> port = of(ports, fromLast);
            hops.add(new Hop(
                    fromLast < clients.size() ? of(clients, fromLast) : Optional.empty(),
                    of(schemes, fromLast),
                    of(hosts, fromLast)
                            .map(host ->
                                    port.map(number -> withPort(host, number)).orElse(host))));
        }
        return hops;
    }

    /**
     * Returns the value that a proxy has added, counted from the nearest one. A header with a single value holds for all: a
     * proxy that replaces the header writes one value, and a proxy that appends writes one for each.
     */
    private static Optional<String> of(List<String> values, int fromLast) {
        if (values.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(values.get(Math.max(0, values.size() - 1 - fromLast)));
    }

    private static String withPort(String host, String port) {
        boolean hasPort = host.indexOf(':', host.lastIndexOf(']') + 1) >= 0;
        return hasPort ? host : host + ":" + port;
    }
}
