package dev.moorage.storage.s3.client;

import dev.moorage.storage.spi.net.Proxy;
import dev.moorage.storage.spi.net.ProxyVariables;
import dev.moorage.storage.spi.net.TrustedAuthorities;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import javax.net.ssl.TrustManager;
import org.apache.hc.client5.http.auth.AuthScope;
import org.apache.hc.client5.http.auth.Credentials;
import org.apache.hc.client5.http.auth.CredentialsProvider;
import org.apache.hc.client5.http.auth.UsernamePasswordCredentials;
import org.apache.hc.client5.http.impl.auth.BasicCredentialsProvider;
import org.apache.hc.client5.http.impl.routing.DefaultRoutePlanner;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpConfigurationOption;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.http.apache5.ProxyConfiguration;
import software.amazon.awssdk.utils.AttributeMap;

/**
 * Creates HTTP clients for the store and for Amazon's token service, with the configured proxies and certificate
 * authorities.
 */
public final class HttpClients {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
    /** The timeout between two packets, and for getting a connection from the pool. It never limits a whole transfer. */
    private static final Duration SILENCE = Duration.ofSeconds(60);

    private final ProxyVariables proxies;
    private final Optional<TrustManager[]> trust;
    private final boolean trustAll;

    private HttpClients(ProxyVariables proxies, Optional<TrustManager[]> trust, boolean trustAll) {
        this.proxies = proxies;
        this.trust = trust;
        this.trustAll = trustAll;
    }

    /**
     * Reads the settings of proxies and authorities.
     *
     * @throws IOException when a variable or a file is invalid
     */
    public static HttpClients of(S3Config config, Map<String, String> environment) throws IOException {
        ProxyVariables proxies;
        try {
            proxies = ProxyVariables.of(environment);
        } catch (IllegalArgumentException e) {
            throw new IOException(e.getMessage(), e);
        }
        boolean trustAll = Boolean.TRUE.equals(config.skipverify());
        var authorities = TrustedAuthorities.read(
                "storage.s3.cafile", Objects.requireNonNullElse(config.cafile(), ""), environment);
        return new HttpClients(
                proxies,
                authorities.isEmpty() || trustAll
                        ? Optional.empty()
                        : Optional.of(TrustedAuthorities.withThoseOfJava(authorities)),
                trustAll);
    }

    /**
     * Creates a client.
     *
     * @param connections the maximum number of its connections
     */
    SdkHttpClient client(int connections) {
        Apache5HttpClient.Builder builder = Apache5HttpClient.builder()
                .maxConnections(connections)
                .connectionTimeout(CONNECT_TIMEOUT)
                .socketTimeout(SILENCE)
                .connectionAcquisitionTimeout(SILENCE)
                // The library's own reading of the variables chooses by the proxy's scheme and not by the target's.
                .proxyConfiguration(ProxyConfiguration.builder()
                        .useSystemPropertyValues(false)
                        .useEnvironmentVariableValues(false)
                        .build());
        trust.ifPresent(managers -> builder.tlsTrustManagersProvider(managers::clone));
        if (!proxies.isEmpty()) {
            builder.httpRoutePlanner(new Routes(proxies)).credentialsProvider(credentials());
        }
        return builder.buildWithDefaults(AttributeMap.builder()
                .put(SdkHttpConfigurationOption.TRUST_ALL_CERTIFICATES, trustAll)
                .build());
    }

    private CredentialsProvider credentials() {
        BasicCredentialsProvider known = new BasicCredentialsProvider();
        proxies.all()
                .forEach(proxy -> proxy.credentials()
                        .ifPresent(given ->
                                known.setCredentials(new AuthScope(proxy.host(), proxy.port()), basic(given))));
        return known;
    }

    private static Credentials basic(Proxy.Credentials given) {
        return new UsernamePasswordCredentials(given.user(), given.password().toCharArray());
    }

    private static final class Routes extends DefaultRoutePlanner {
        private final ProxyVariables proxies;

        Routes(ProxyVariables proxies) {
            super(null);
            this.proxies = proxies;
        }

        @Override
        protected @Nullable HttpHost determineProxy(HttpHost target, HttpContext context) {
            return proxies.to(target.getSchemeName(), target.getHostName(), target.getPort())
                    .map(proxy -> new HttpHost("http", proxy.host(), proxy.port()))
                    .orElse(null);
        }
    }
}
