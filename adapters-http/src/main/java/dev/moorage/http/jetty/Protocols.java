package dev.moorage.http.jetty;

import dev.moorage.http.jetty.http2.Http2;
import dev.moorage.http.jetty.http2.ReceiveBudget;
import dev.moorage.http.jetty.proxy.ForwardedRequests;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.jetty.alpn.server.ALPNServerConnectionFactory;
import org.eclipse.jetty.http.HttpCompliance;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/** Builds the protocol stack of a connection: HTTP/1.1 and HTTP/2, in the clear or over TLS. */
final class Protocols {
    /** The most bytes read from a socket at a time. A connection that waits holds no buffer. */
    private static final int INPUT_BUFFER = 16 << 10;

    /**
     * The name of HTTP/1.1 as registered for ALPN (RFC 7301, section 6). It is compared byte for byte, and differs from
     * HTTP's own spelling.
     */
    private static final String HTTP1_IN_ALPN = "http/1.1";

    private static final HttpCompliance HTTP =
            HttpCompliance.RFC7230.with("registry", HttpCompliance.Violation.UNSAFE_HOST_HEADER);
    private static final long NO_TIMEOUT = -1;

    private Protocols() {}

    static ConnectionFactory[] of(ListenSettings settings, Optional<TlsSettings> tls) {
        HttpConfiguration http = configuration(settings);
        // Without this, Jetty adds a strict one: a client that uses another host name would get 400.
        tls.ifPresent(secured -> http.addCustomizer(new SecureRequestCustomizer(secured.strictSni())));
        if (!settings.proxies().isEmpty()) {
            http.addCustomizer(new ForwardedRequests(settings.proxies()));
        }
        HttpConnectionFactory http1 = new Http1(http);
        ReceiveBudget budget = ReceiveBudget.ofHeap();
        List<ConnectionFactory> factories = new ArrayList<>();
        if (tls.isPresent()) {
            String next = settings.http2() ? "alpn" : HttpVersion.HTTP_1_1.asString();
            factories.add(new SslConnectionFactory(context(tls.get()), next));
        }
        if (tls.isPresent() && settings.http2()) {
            ALPNServerConnectionFactory alpn = new ALPNServerConnectionFactory("h2", HTTP1_IN_ALPN);
            alpn.setDefaultProtocol(HTTP1_IN_ALPN);
            factories.add(alpn);
            factories.add(bounded(new Http2(http, budget), settings));
        }
        factories.add(http1);
        if (tls.isEmpty() && settings.http2()) {
            factories.add(bounded(new Http2.InTheClear(http, budget), settings));
        }
        // Each HTTP/2 factory sets Jetty's default for this size in the shared configuration, so it is set again here.
        http.setInputBufferSize(INPUT_BUFFER);
        return factories.toArray(ConnectionFactory[]::new);
    }

    private static HttpConfiguration configuration(ListenSettings settings) {
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        http.setSendXPoweredBy(false);
        http.setRequestHeaderSize(settings.maxHeadBytes());
        // This cache would take 100 KB for each connection, as long as it is open.
        http.setHeaderCacheSize(0);
        http.setHttpCompliance(HTTP);
        http.addCustomizer(new HostCheck());
        // The servlet parses the raw path itself, and rejects ambiguous paths with errors of the specification.
        http.setUriCompliance(UriCompliance.UNSAFE);
        return http;
    }

    /** Sets the limit of streams. Jetty's idle timeout for streams is off, so that a client may pause. */
    private static ConnectionFactory bounded(Http2 http2, ListenSettings settings) {
        http2.setMaxConcurrentStreams(settings.limits().streams());
        http2.setStreamIdleTimeout(NO_TIMEOUT);
        return http2;
    }

    private static SslContextFactory.Server context(TlsSettings tls) {
        SslContextFactory.Server context = new SslContextFactory.Server();
        context.setSslContext(tls.context());
        context.setIncludeProtocols(tls.protocols().toArray(String[]::new));
        if (!tls.cipherSuites().isEmpty()) {
            context.setExcludeCipherSuites();
            context.setIncludeCipherSuites(tls.cipherSuites().toArray(String[]::new));
        }
        context.setWantClientAuth(tls.clientCertificates().isWanted());
        context.setNeedClientAuth(tls.clientCertificates().isNeeded());
        return context;
    }
}
