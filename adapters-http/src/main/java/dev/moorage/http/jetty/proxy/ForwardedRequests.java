package dev.moorage.http.jetty.proxy;

import dev.moorage.http.log.RequestContext;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.List;
import java.util.Optional;
import org.eclipse.jetty.http.HostPortHttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpScheme;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.server.ConnectionMetaData;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.HostPort;

/**
 * Gives a request that a trusted proxy has forwarded the address of its client, and the scheme and the host that the client
 * used. The hops are read from the nearest one on, as long as their senders are trusted: what stands in front of the first
 * address that is not trusted may come from the client itself. The headers of other peers are ignored, and so is a value that
 * cannot be read.
 */
public final class ForwardedRequests implements HttpConfiguration.Customizer {
    private final TrustedProxies proxies;

    public ForwardedRequests(TrustedProxies proxies) {
        this.proxies = proxies;
    }

    @Override
    public Request customize(Request request, HttpFields.Mutable responseHeaders) {
        SocketAddress peer = request.getConnectionMetaData().getRemoteSocketAddress();
        if (!proxies.trust(peer)) {
            return request;
        }
        request.setAttribute(RequestContext.FROM_PROXY, true);
        List<Hop> hops = ForwardedHeaders.read(request.getHeaders());
        return hops.isEmpty() ? request : forwarded(request, peer, hops);
    }

    private Request forwarded(Request request, SocketAddress peer, List<Hop> hops) {
        SocketAddress client = peer;
        Hop described = hops.getLast();
        for (Hop hop : hops.reversed()) {
            described = hop;
            Optional<InetSocketAddress> node = hop.client().flatMap(ForwardedRequests::address);
            if (node.isEmpty()) {
                break;
            }
            client = node.get();
            if (!proxies.trust(node.get().getAddress())) {
                break;
            }
        }
        HttpURI.Mutable uri = HttpURI.build(request.getHttpURI());
        described.scheme().flatMap(ForwardedRequests::scheme).ifPresent(uri::scheme);
        Optional<HostPort> host = described.host().flatMap(ForwardedRequests::host);
        if (host.isEmpty()) {
            return new ForwardedRequest(request, client, uri.asImmutable(), request.getHeaders());
        }
        uri.authority(host.get().getHost(), host.get().getPort());
        // Jetty rejects a request in which Host and the URI differ.
        HttpFields headers = HttpFields.build(request.getHeaders())
                .put(new HostPortHttpField(host.get()))
                .asImmutable();
        return new ForwardedRequest(request, client, uri.asImmutable(), headers);
    }

    private static Optional<String> scheme(String text) {
        return HttpScheme.HTTPS.is(text) || HttpScheme.HTTP.is(text)
                ? Optional.of(HttpScheme.HTTPS.is(text) ? HttpScheme.HTTPS.asString() : HttpScheme.HTTP.asString())
                : Optional.empty();
    }

    private static Optional<HostPort> host(String text) {
        try {
            HostPort host = new HostPort(text);
            return Optional.of(host).filter(HostPort::hasHost);
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    /** Parses a node: an IP address with a port or without. An IPv6 address with a port is in brackets (RFC 7239, section 6). */
    private static Optional<InetSocketAddress> address(String node) {
        try {
            return Optional.of(new InetSocketAddress(InetAddress.ofLiteral(node), 0));
        } catch (IllegalArgumentException _) {
            return host(node).flatMap(ForwardedRequests::withPort);
        }
    }

    private static Optional<InetSocketAddress> withPort(HostPort node) {
        String host = node.getHost();
        String literal = host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
        try {
            return Optional.of(new InetSocketAddress(InetAddress.ofLiteral(literal), Math.max(0, node.getPort())));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    /** A request as its client has sent it to the first proxy. */
    private static final class ForwardedRequest extends Request.Wrapper {
        private final ConnectionMetaData connection;
        private final HttpURI uri;
        private final HttpFields headers;

        ForwardedRequest(Request request, SocketAddress client, HttpURI uri, HttpFields headers) {
            super(request);
            this.connection = new ConnectionMetaData.Wrapper(request.getConnectionMetaData()) {
                @Override
                public SocketAddress getRemoteSocketAddress() {
                    return client;
                }
            };
            this.uri = uri;
            this.headers = headers;
        }

        @Override
        public ConnectionMetaData getConnectionMetaData() {
            return connection;
        }

        @Override
        public HttpURI getHttpURI() {
            return uri;
        }

        @Override
        public HttpFields getHeaders() {
            return headers;
        }

        @Override
        public boolean isSecure() {
            return HttpScheme.HTTPS.is(uri.getScheme());
        }
    }
}
