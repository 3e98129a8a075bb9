package dev.moorage.storage.spi.net;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The proxies that {@code HTTPS_PROXY}, {@code HTTP_PROXY} and {@code NO_PROXY} name. Their names in lower case are read
 * too. As with curl and Go, the scheme of the target chooses the variable, a proxy without a scheme is an HTTP proxy, and
 * this machine is never reached through a proxy.
 */
public final class ProxyVariables {
    private static final int DEFAULT_PORT = 80;

    private final Optional<Proxy> http;
    private final Optional<Proxy> https;
    private final ProxyExceptions exceptions;

    private ProxyVariables(Optional<Proxy> http, Optional<Proxy> https, ProxyExceptions exceptions) {
        this.http = http;
        this.https = https;
        this.exceptions = exceptions;
    }

    /**
     * Reads the variables of an environment.
     *
     * @throws IllegalArgumentException when a variable is not the URL of an HTTP proxy. The message has the variable's name
     *     and not its value
     */
    public static ProxyVariables of(Map<String, String> environment) {
        return new ProxyVariables(
                proxy("HTTP_PROXY", environment),
                proxy("HTTPS_PROXY", environment),
                ProxyExceptions.parse(value("NO_PROXY", environment).orElse("")));
    }

    private static Optional<String> value(String name, Map<String, String> environment) {
        return Optional.ofNullable(environment.get(name))
                .filter(text -> !text.isBlank())
                .or(() -> Optional.ofNullable(environment.get(name.toLowerCase(Locale.ROOT)))
                        .filter(text -> !text.isBlank()))
                .map(String::strip);
    }

    private static Optional<Proxy> proxy(String name, Map<String, String> environment) {
        return value(name, environment).map(text -> parse(name, text));
    }

    private static Proxy parse(String name, String text) {
        URI url;
        try {
            url = new URI(text.contains("://") ? text : "http://" + text);
        } catch (URISyntaxException _) {
            throw new IllegalArgumentException("the variable " + name + " is no URL");
        }
        if (!"http".equalsIgnoreCase(url.getScheme())) {
            throw new IllegalArgumentException("the variable " + name
                    + " names a proxy that is not spoken to in http, and no other is known here");
        }
        if (url.getHost() == null) {
            throw new IllegalArgumentException("the variable " + name + " is a URL without a host");
        }
        String host = url.getHost();
        boolean bracketed = host.startsWith("[") && host.endsWith("]");
        return new Proxy(
                bracketed ? host.substring(1, host.length() - 1) : host,
                url.getPort() < 0 ? DEFAULT_PORT : url.getPort(),
                Optional.ofNullable(url.getRawUserInfo()).map(ProxyVariables::credentials));
    }

    private static Proxy.Credentials credentials(String raw) {
        int colon = raw.indexOf(':');
        return colon < 0
                ? new Proxy.Credentials(decoded(raw), "")
                : new Proxy.Credentials(decoded(raw.substring(0, colon)), decoded(raw.substring(colon + 1)));
    }

    private static String decoded(String text) {
        // URLDecoder decodes a plus as a space, but in user information it is a plus.
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    /** Whether no proxy is named. */
    public boolean isEmpty() {
        return http.isEmpty() && https.isEmpty();
    }

    /** The proxies that are named, for their credentials. */
    public List<Proxy> all() {
        return Stream.concat(http.stream(), https.stream()).distinct().toList();
    }

    /**
     * The proxy for a target, or empty when the target is reached directly.
     *
     * @param scheme {@code http} or {@code https}
     * @param port the port of the target, or a negative number for the default port of the scheme
     */
    public Optional<Proxy> to(String scheme, String host, int port) {
        boolean secure = "https".equalsIgnoreCase(scheme);
        int known = port >= 0 ? port : secure ? 443 : 80;
        return (secure ? https : http).filter(_ -> !exceptions.cover(host, known));
    }
}
