package dev.moorage.bootstrap.section;

import dev.moorage.bootstrap.config.ConfigSection;
import dev.moorage.bootstrap.config.Key;
import dev.moorage.bootstrap.config.Values;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * {@code http}: how requests and responses name the registry.
 *
 * @param prefix the part of the path before {@code v2/}
 * @param externalUrl makes the URLs in {@code Location} absolute
 * @param headers added to every response
 */
public record HttpConfig(String prefix, Optional<URI> externalUrl, Map<String, List<String>> headers) {
    private static final Key<String> PREFIX = Key.text("http.prefix", "/", "the path before `v2/`");
    private static final Key<Optional<String>> HOST = Key.optional("http.host", "makes `Location` headers absolute");
    private static final Key<Map<String, List<String>>> HEADERS = Key.of(
            "http.headers",
            "mapping",
            Map.of(),
            "none",
            "added to every response. It replaces `X-Content-Type-Options` or `Content-Security-Policy` only where it"
                    + " names that header",
            (section, name, _) -> section.section(name).textsByKey());

    public static final ConfigSection<HttpConfig> SECTION =
            ConfigSection.of(HttpConfig.class, HttpConfig::read, HOST, PREFIX, HEADERS);

    public HttpConfig {
        Objects.requireNonNull(prefix);
        Objects.requireNonNull(externalUrl);
        headers = Map.copyOf(headers);
    }

    private static HttpConfig read(Values values) {
        return new HttpConfig(prefix(values), host(values), values.get(HEADERS));
    }

    private static String prefix(Values values) {
        String prefix = values.get(PREFIX);
        if (!prefix.startsWith("/") || !prefix.endsWith("/")) {
            values.error(PREFIX, "does not start and end with /");
            return "/";
        }
        return prefix;
    }

    private static Optional<URI> host(Values values) {
        Optional<String> host = values.get(HOST);
        if (host.isEmpty()) {
            return Optional.empty();
        }
        try {
            URI uri = new URI(host.get());
            if (uri.isAbsolute() && uri.getHost() != null) {
                return Optional.of(uri);
            }
        } catch (URISyntaxException _) {
            values.error(HOST, "is not a URL");
            return Optional.empty();
        }
        values.warning(
                HOST,
                "is ignored: it has no scheme and host, such as https://registry.example.org; locations stay relative");
        return Optional.empty();
    }
}
