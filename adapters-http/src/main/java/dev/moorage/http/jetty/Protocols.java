package dev.moorage.http.jetty;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.jetty.alpn.server.ALPNServerConnectionFactory;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.http2.server.AbstractHTTP2ServerConnectionFactory;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/** What is spoken on a connection: HTTP/1.1 and HTTP/2, in the clear or over TLS. */
final class Protocols {
    private static final int HTTP2_WINDOW = 16 << 20;

    /** What is read from a socket at a time; a connection that waits holds none. */
    private static final int INPUT_BUFFER = 256 * 1024;

    /** As IANA has registered it for ALPN (RFC 7301, section 6): compared byte for byte, and not HTTP's own spelling. */
    private static final String HTTP1_IN_ALPN = "http/1.1";

    private static final long NO_TIMEOUT = -1;

    private Protocols() {}

    static ConnectionFactory[] of(ListenSettings settings, Optional<TlsSettings> tls) {
        HttpConfiguration http = configuration(settings);
        HttpConnectionFactory http1 = new WatchedConnector.Http1(http);
        http1.setInputBufferSize(INPUT_BUFFER);
        List<ConnectionFactory> factories = new ArrayList<>();
        if (tls.isPresent()) {
            String next = settings.http2() ? "alpn" : HttpVersion.HTTP_1_1.asString();
            factories.add(new SslConnectionFactory(context(tls.get()), next));
        }
        if (tls.isPresent() && settings.http2()) {
            ALPNServerConnectionFactory alpn = new ALPNServerConnectionFactory("h2", HTTP1_IN_ALPN);
            alpn.setDefaultProtocol(HTTP1_IN_ALPN);
            factories.add(alpn);
            factories.add(bounded(new WatchedConnector.Http2(http), settings));
        }
        factories.add(http1);
        if (tls.isEmpty() && settings.http2()) {
            factories.add(bounded(new WatchedConnector.Http2InTheClear(http), settings));
        }
        return factories.toArray(ConnectionFactory[]::new);
    }

    private static HttpConfiguration configuration(ListenSettings settings) {
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        http.setSendXPoweredBy(false);
        http.setRequestHeaderSize(settings.maxHeadBytes());
        // It would take 100 KB of each connection, for as long as it stands.
        http.setHeaderCacheSize(0);
        // The servlet parses the raw path itself, and refuses what is ambiguous in the specification's words.
        http.setUriCompliance(UriCompliance.UNSAFE);
        return http;
    }

    /**
     * With the small windows that are usual, one upload waits for the next window most of the time. A stream is not ended by Jetty
     * because its client pauses.
     */
    private static ConnectionFactory bounded(AbstractHTTP2ServerConnectionFactory http2, ListenSettings settings) {
        http2.setMaxConcurrentStreams(settings.limits().streams());
        http2.setStreamIdleTimeout(NO_TIMEOUT);
        http2.setInitialStreamRecvWindow(HTTP2_WINDOW);
        http2.setInitialSessionRecvWindow(HTTP2_WINDOW);
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
        context.setNeedClientAuth(tls.clientCertificates());
        return context;
    }
}
