package dev.moorage.bootstrap.config;

import dev.moorage.application.service.upload.token.TokenSecrets;
import dev.moorage.http.HttpSettings;
import dev.moorage.http.jetty.ListenSettings;
import dev.moorage.http.jetty.limit.ConnectionTimeouts;
import dev.moorage.http.jetty.limit.Limits;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Reads {@code http}, and the other keys that affect how the server responds. */
final class HttpSection {
    private HttpSection() {}

    static ListenSettings listen(Section root, Defaults otherwise, Problems problems) {
        Section http = root.section("http");
        String net = http.text("net").orElse("tcp");
        String addr = http.text("addr").orElse(otherwise.address());
        ListenSettings defaults = switch (net) {
            case "tcp" -> address("http.addr", addr, problems);
            case "unix" -> socket(http, problems);
            default -> {
                problems.error("http.net", "is neither tcp nor unix");
                yield ListenSettings.on(Optional.empty(), 0);
            }
        };
        return new ListenSettings(
                defaults.host(),
                defaults.port(),
                defaults.unixSocket(),
                !http.section("http2").flag("disabled", false),
                defaults.maxHeadBytes(),
                limits(http, root.section("limits").section("address"), defaults.limits()),
                patience(http, defaults.patience()));
    }

    /** Reads {@code http.addr} as the path of a Unix domain socket. */
    private static ListenSettings socket(Section http, Problems problems) {
        ListenSettings nowhere = ListenSettings.on(Optional.empty(), 0);
        Optional<String> path = http.text("addr");
        if (path.isEmpty() || !path.get().contains("/")) {
            problems.error("http.addr", "is not the path of a socket, which http.net: unix needs");
            return nowhere;
        }
        return nowhere.onSocket(path.get());
    }

    /**
     * Reads {@code http.debug.addr}, the address at which operators ask for the registry's health. Empty where it is not
     * set.
     */
    static Optional<ListenSettings> debug(Section http, Problems problems) {
        return http.section("debug").text("addr").map(text -> address("http.debug.addr", text, problems));
    }

    private static ListenSettings address(String key, String address, Problems problems) {
        int colon = address.lastIndexOf(':');
        Optional<Integer> port = colon < 0 ? Optional.empty() : port(address.substring(colon + 1));
        if (port.isEmpty()) {
            problems.error(key, "is not <host>:<port>");
        }
        Optional<String> host = Optional.of(address.substring(0, Math.max(0, colon)))
                .map(text -> text.startsWith("[") && text.endsWith("]") ? text.substring(1, text.length() - 1) : text)
                .filter(text -> !text.isEmpty());
        return ListenSettings.on(host, port.orElse(0));
    }

    /** Reads the limits of one address. Where they are not set, one address may use half of the server's limits. */
    private static Limits limits(Section http, Section address, Limits defaults) {
        int connections = http.number("maxconnections", defaults.connections(), 1);
        int requests = http.number("maxrequests", defaults.requests(), 1);
        return new Limits(
                connections,
                requests,
                http.section("http2").number("maxconcurrentstreams", defaults.streams(), 1),
                address.number("connections", Limits.half(connections), 1),
                address.number("requests", Limits.half(requests), 1));
    }

    private static ConnectionTimeouts patience(Section http, ConnectionTimeouts defaults) {
        return new ConnectionTimeouts(
                http.duration("headtimeout", defaults.head()),
                http.duration("idletimeout", defaults.idle()),
                http.duration("stalltimeout", defaults.stall()),
                http.duration("draintimeout", defaults.drain()));
    }

    private static Optional<Integer> port(String text) {
        try {
            return Optional.of(Integer.parseInt(text)).filter(port -> port >= 0 && port <= 65_535);
        } catch (NumberFormatException _) {
            return Optional.empty();
        }
    }

    static HttpSettings settings(Section root, Defaults otherwise, Problems problems) {
        HttpSettings defaults = HttpSettings.defaults();
        Section http = root.section("http");
        Section storage = root.section("storage");
        return new HttpSettings(
                prefix(http, problems),
                host(http, problems),
                http.section("headers").textsByKey(),
                storage.section("maintenance").section("readonly").flag("enabled", false),
                storage.section("delete").flag("enabled", otherwise.delete()),
                root.section("validation").section("manifests").number("maxbytes", defaults.maxManifestBytes(), 1024),
                root.section("catalog").number("maxentries", defaults.maxPageEntries(), 1),
                OptionalLong.empty(),
                root.section("limits").section("uploads").number("open", defaults.maxOpenUploads(), 0));
    }

    private static String prefix(Section http, Problems problems) {
        String prefix = http.text("prefix").orElse("/");
        if (!prefix.startsWith("/") || !prefix.endsWith("/")) {
            problems.error("http.prefix", "does not start and end with /");
            return "/";
        }
        return prefix;
    }

    private static Optional<URI> host(Section http, Problems problems) {
        Optional<String> host = http.text("host");
        if (host.isEmpty()) {
            return Optional.empty();
        }
        try {
            URI uri = new URI(host.get());
            if (uri.isAbsolute() && uri.getHost() != null) {
                return Optional.of(uri);
            }
        } catch (URISyntaxException _) {
            problems.error("http.host", "is not a URL");
            return Optional.empty();
        }
        problems.warning(
                "http.host",
                "is ignored: it has no scheme and host, such as https://registry.example.org; locations stay relative");
        return Optional.empty();
    }

    /**
     * Reads {@code http.secrets} followed by {@code http.secret}. The first one signs. They are of any length, as in
     * Distribution.
     */
    static List<byte[]> secrets(Section http, Problems problems) {
        List<String> several = http.texts("secrets");
        if (several.contains("")) {
            problems.error(http.path("secrets"), "has an element that is empty");
        }
        List<byte[]> secrets = new ArrayList<>(bytes(several, http.path("secrets"), problems));
        secrets.addAll(bytes(http.text("secret").stream().toList(), http.path("secret"), problems));
        return secrets;
    }

    private static List<byte[]> bytes(List<String> texts, String key, Problems problems) {
        List<byte[]> secrets = texts.stream()
                .map(text -> text.getBytes(StandardCharsets.UTF_8))
                .toList();
        if (secrets.stream().anyMatch(secret -> secret.length < TokenSecrets.MIN_BYTES)) {
            problems.warning(
                    key,
                    "has less than " + TokenSecrets.MIN_BYTES
                            + " bytes: whoever guesses it can forge the tokens of uploads,"
                            + " and go on with or end those of others");
        }
        return secrets;
    }
}
