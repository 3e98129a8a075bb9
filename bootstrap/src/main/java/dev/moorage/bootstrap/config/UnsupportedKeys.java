package dev.moorage.bootstrap.config;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The keys of Distribution that the server does not read. The server ignores some of these keys. It refuses the others, which
 * ask for something that it does not have.
 */
public final class UnsupportedKeys {
    /** Explains why keys of the minimum rates that earlier versions had are ignored. */
    private static final String SLOW_CLIENTS = "no request is ended for being slow; see http.stalltimeout";

    private static final Map<String, String> HARMLESS = Map.ofEntries(
            Map.entry("http.uploads", SLOW_CLIENTS),
            Map.entry("http.downloads", SLOW_CLIENTS),
            Map.entry("log.hooks", "hooks are not run"),
            Map.entry("log.reportcaller", "the caller is not logged"),
            Map.entry("storage.cache.blobdescriptor", "descriptors are remembered in memory; see storage.cache.ttl"),
            Map.entry("storage.cache.layerinfo", "descriptors are remembered in memory; see storage.cache.ttl"),
            Map.entry("tags", "catalog.maxentries limits pages of tags too"),
            Map.entry("storage.tag", "tags are not looked up in parallel"),
            Map.entry("http.relativeurls", "locations are relative unless http.host is set"),
            Map.entry("http.h2c", "HTTP/2 without TLS is always on unless http.http2.disabled"),
            Map.entry("auth.token.proxy", "the token server is never asked, so no proxy is"),
            Map.entry("redis", "there is no cache that would need it"),
            Map.entry("reporting", "errors are reported to no service"),
            Map.entry("compatibility", "schema 1 is not served"),
            Map.entry("validation.enabled", "manifests are always validated"),
            Map.entry("validation.disabled", "manifests are always validated"));

    private static final Map<String, String> REFUSED = Map.of(
            "auth.silly", "this is for Distribution's own tests",
            "middleware.registry", "middleware of the registry is not supported",
            "middleware.repository", "middleware of repositories is not supported",
            "policy", "repository classes are not restricted",
            "http.tls.letsencrypt", "certificates are not fetched; name files in http.tls.certificate and http.tls.key",
            "validation.manifests.urls", "restricting urls is not supported yet");

    private UnsupportedKeys() {}

    /** Returns why a key may be ignored, or empty when this key may not. */
    static Optional<String> harmless(String path) {
        return find(HARMLESS, path);
    }

    /** Returns why a server with this key does not start, or empty when this key is not refused. */
    public static Optional<String> refused(String path) {
        return find(REFUSED, path);
    }

    private static Optional<String> find(Map<String, String> table, String path) {
        return table.entrySet().stream()
                .filter(entry -> path.equals(entry.getKey()) || path.startsWith(entry.getKey() + "."))
                .map(Map.Entry::getValue)
                .findFirst();
    }

    /** Returns the paths of all these keys. */
    static List<String> all() {
        return Stream.concat(HARMLESS.keySet().stream(), REFUSED.keySet().stream())
                .toList();
    }
}
