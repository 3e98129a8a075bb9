package dev.moorage.http.jetty.http2;

import dev.moorage.http.jetty.connection.WatchedEndPoint;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.MetaData;
import org.eclipse.jetty.http2.SessionContainer;
import org.eclipse.jetty.http2.api.server.ServerSessionListener;
import org.eclipse.jetty.http2.generator.Generator;
import org.eclipse.jetty.http2.parser.ServerParser;
import org.eclipse.jetty.http2.server.HTTP2ServerConnectionFactory;
import org.eclipse.jetty.http2.server.internal.HTTP2ServerSession;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.internal.HttpConnection;
import org.jspecify.annotations.Nullable;

/** HTTP/2 over TLS, on connections with bounded cost. */
public sealed class Http2 extends HTTP2ServerConnectionFactory {
    private final ReceiveBudget budget;

    public Http2(HttpConfiguration configuration, ReceiveBudget budget) {
        this(configuration, budget, "h2");
    }

    private Http2(HttpConfiguration configuration, ReceiveBudget budget, String protocol) {
        super(configuration, protocol);
        this.budget = budget;
        setInitialStreamRecvWindow(ReceiveWindows.STREAM);
        setInitialSessionRecvWindow(ReceiveWindows.SESSION);
        setConnectProtocolEnabled(false);
    }

    /** Does the same as Jetty's own factory, with the registry's receive windows and connection class. */
    @Override
    public Connection newConnection(Connector connector, EndPoint endPoint) {
        WatchedEndPoint.below(endPoint).ifPresent(watched -> watched.watchHeads(false));
        HttpConfiguration http = getHttpConfiguration();
        ServerSessionListener listener = newSessionListener(connector, endPoint);
        Generator generator = new Generator(
                connector.getByteBufferPool(), isUseOutputDirectByteBuffers(), getMaxHeaderBlockFragment());
        generator.getHpackEncoder().setMaxHeaderListSize(http.getResponseHeaderSize());
        ServerParser parser = new ServerParser(
                connector.getByteBufferPool(),
                http.getRequestHeaderSize(),
                getRateControlFactory().newRateControl(endPoint));
        parser.setMaxSettingsKeys(getMaxSettingsKeys());
        ReceiveWindows windows = new ReceiveWindows(budget);
        HTTP2ServerSession session =
                new HTTP2ServerSession(connector.getScheduler(), endPoint, parser, generator, listener, windows);
        session.setMaxLocalStreams(getMaxConcurrentStreams());
        session.setMaxRemoteStreams(getMaxConcurrentStreams());
        session.setMaxEncoderTableCapacity(getMaxEncoderTableCapacity());
        session.setStreamIdleTimeout(getStreamIdleTimeout() == 0 ? endPoint.getIdleTimeout() : getStreamIdleTimeout());
        session.setInitialSessionRecvWindow(getInitialSessionRecvWindow());
        session.setWriteThreshold(http.getOutputBufferSize());
        session.setConnectProtocolEnabled(isConnectProtocolEnabled());
        BoundedHttp2Connection connection =
                new BoundedHttp2Connection(connector, endPoint, http, session, listener, windows);
        connection.setUseInputDirectByteBuffers(isUseInputDirectByteBuffers());
        connection.setUseOutputDirectByteBuffers(isUseOutputDirectByteBuffers());
        connection.addEventListener(getBean(SessionContainer.class));
        getEventListeners().forEach(session::addEventListener);
        parser.init(connection);
        return configure(connection, connector, endPoint);
    }

    /**
     * HTTP/2 in the clear, by prior knowledge only (RFC 9113, section 3.3). A request to upgrade to HTTP/2 is answered over
     * HTTP/1.1. Otherwise a proxy that forwards the header would become a tunnel, and requests that it forbids would pass
     * through.
     */
    public static final class InTheClear extends Http2 implements ConnectionFactory.Upgrading {
        public InTheClear(HttpConfiguration configuration, ReceiveBudget budget) {
            super(configuration, budget, "h2c");
        }

        @Override
        public boolean isAcceptable(String protocol, String tlsProtocol, String tlsCipher) {
            return false;
        }

        @Override
        public @Nullable Connection upgradeConnection(
                Connector connector, EndPoint endPoint, MetaData.Request request, HttpFields.Mutable answer) {
            boolean first = endPoint.getConnection() instanceof HttpConnection http1 && http1.getMessagesIn() == 1;
            if (!first || !HttpMethod.PRI.is(request.getMethod())) {
                return null;
            }
            BoundedHttp2Connection connection = (BoundedHttp2Connection) newConnection(connector, endPoint);
            connection.upgrade(request, answer);
            return connection;
        }
    }
}
