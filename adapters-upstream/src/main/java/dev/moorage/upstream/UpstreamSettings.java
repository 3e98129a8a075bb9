package dev.moorage.upstream;

import dev.moorage.storage.spi.net.ProxyVariables;
import java.net.URI;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLContext;

/**
 * How an upstream is reached.
 *
 * @param remote the address of the upstream: scheme, host and port
 * @param credentials the user and the password that the upstream asks for
 * @param realms the hosts, other than the upstream's own, that may see the credentials
 * @param redirects the only hosts that the upstream may redirect to. Empty for every public host
 * @param trust the certificates that servers are verified with, or empty for those of the Java runtime
 * @param proxies the proxies on the way out
 * @param maxManifestBytes the greatest size of a manifest in bytes
 * @param times how long this registry waits
 */
public record UpstreamSettings(
        URI remote,
        UpstreamCredentials.Source credentials,
        Set<String> realms,
        Set<String> redirects,
        Optional<SSLContext> trust,
        ProxyVariables proxies,
        int maxManifestBytes,
        Times times) {
    public UpstreamSettings {
        Objects.requireNonNull(remote);
        Objects.requireNonNull(credentials);
        realms = Set.copyOf(realms);
        redirects = Set.copyOf(redirects);
        Objects.requireNonNull(trust);
        Objects.requireNonNull(proxies);
        Objects.requireNonNull(times);
    }

    /**
     * How long this registry waits for an upstream.
     *
     * @param connect for a connection
     * @param headers for the head of an answer
     * @param silence for more bytes of a body
     */
    public record Times(Duration connect, Duration headers, Duration silence) {
        public static final Times PRODUCTION =
                new Times(Duration.ofSeconds(5), Duration.ofSeconds(10), Duration.ofSeconds(30));

        public Times {
            Objects.requireNonNull(connect);
            Objects.requireNonNull(headers);
            Objects.requireNonNull(silence);
        }
    }
}
