package dev.moorage.storage.azure.client;

import com.azure.core.http.HttpClient;
import com.azure.core.http.jdk.httpclient.JdkHttpClientBuilder;
import com.azure.core.util.ConfigurationBuilder;
import dev.moorage.storage.spi.net.Proxy;
import dev.moorage.storage.spi.net.ProxyVariables;
import dev.moorage.storage.spi.net.TrustedAuthorities;
import java.io.IOException;
import java.net.Authenticator;
import java.net.InetSocketAddress;
import java.net.PasswordAuthentication;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Creates the HTTP client for the service and for its identities, with the configured proxies and certificate authorities.
 */
public final class HttpConnections {
    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final Duration ANSWER = Duration.ofSeconds(60);

    /**
     * Java does not send a password to a proxy for a tunnel unless this property is set before the first client is created.
     */
    private static final String NO_BASIC = "jdk.http.auth.tunneling.disabledSchemes";

    private HttpConnections() {}

    /**
     * Creates the client.
     *
     * @throws IOException when a variable or a file is invalid
     */
    public static HttpClient client(AzureConfig config, Map<String, String> environment) throws IOException {
        ProxyVariables proxies;
        try {
            proxies = ProxyVariables.of(environment);
        } catch (IllegalArgumentException e) {
            throw new IOException(e.getMessage(), e);
        }
        List<X509Certificate> authorities = TrustedAuthorities.read(
                "storage.azure.cafile", Objects.requireNonNullElse(config.cafile(), ""), environment);
        boolean passwords =
                proxies.all().stream().anyMatch(proxy -> proxy.credentials().isPresent());
        if (passwords && System.getProperty(NO_BASIC) == null) {
            System.setProperty(NO_BASIC, "");
        }
        java.net.http.HttpClient.Builder client =
                java.net.http.HttpClient.newBuilder().proxy(new Selector(proxies));
        if (passwords) {
            client.authenticator(new Passwords(proxies));
        }
        if (!authorities.isEmpty()) {
            client.sslContext(trusting(authorities));
        }
        return new JdkHttpClientBuilder(client)
                // An empty configuration keeps the library from reading the variables itself.
                .configuration(new ConfigurationBuilder().build())
                .connectionTimeout(CONNECT)
                .responseTimeout(ANSWER)
                .build();
    }

    private static SSLContext trusting(List<X509Certificate> authorities) throws IOException {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, TrustedAuthorities.withThoseOfJava(authorities), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IOException("the authorities cannot be trusted: " + e.getMessage(), e);
        }
    }

    private static final class Selector extends ProxySelector {
        private final ProxyVariables proxies;

        Selector(ProxyVariables proxies) {
            this.proxies = proxies;
        }

        @Override
        public List<java.net.Proxy> select(URI target) {
            return List.of(proxies.to(target.getScheme(), target.getHost(), target.getPort())
                    .map(proxy -> new java.net.Proxy(
                            java.net.Proxy.Type.HTTP, new InetSocketAddress(proxy.host(), proxy.port())))
                    .orElse(java.net.Proxy.NO_PROXY));
        }

        @Override
        public void connectFailed(URI target, SocketAddress proxy, IOException e) {
            // The request fails and reports the cause.
        }
    }

    private static final class Passwords extends Authenticator {
        private final ProxyVariables proxies;

        Passwords(ProxyVariables proxies) {
            this.proxies = proxies;
        }

        @Override
        protected @Nullable PasswordAuthentication getPasswordAuthentication() {
            if (getRequestorType() != RequestorType.PROXY) {
                return null;
            }
            return proxies.all().stream()
                    .filter(proxy -> proxy.host().equals(getRequestingHost()) && proxy.port() == getRequestingPort())
                    .flatMap(proxy -> proxy.credentials().stream())
                    .findFirst()
                    .map(Passwords::authentication)
                    .orElse(null);
        }

        private static PasswordAuthentication authentication(Proxy.Credentials given) {
            return new PasswordAuthentication(given.user(), given.password().toCharArray());
        }
    }
}
