package dev.moorage.http.jetty;

import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import org.eclipse.jetty.http2.server.HTTP2CServerConnectionFactory;
import org.eclipse.jetty.http2.server.HTTP2ServerConnectionFactory;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/** Takes connections, each with a {@link WatchedEndPoint} below it. */
final class WatchedConnector extends ServerConnector {
    private final LingeringCloses lingering;

    WatchedConnector(Server server, ConnectionFactory... protocols) {
        super(server, 1, 1, protocols);
        this.lingering = new LingeringCloses(getScheduler());
    }

    @Override
    protected SocketChannelEndPoint newEndPoint(SocketChannel channel, ManagedSelector selector, SelectionKey key) {
        SocketChannelEndPoint endPoint = new WatchedEndPoint(channel, selector, key, getScheduler(), lingering);
        endPoint.setIdleTimeout(getIdleTimeout());
        return endPoint;
    }

    private static void watchHeads(EndPoint endPoint, boolean watch) {
        WatchedEndPoint.below(endPoint).ifPresent(watched -> watched.watchHeads(watch));
    }

    /** HTTP/1.1. */
    static final class Http1 extends HttpConnectionFactory {
        Http1(HttpConfiguration configuration) {
            super(configuration);
        }

        @Override
        public Connection newConnection(Connector connector, EndPoint endPoint) {
            watchHeads(endPoint, true);
            return super.newConnection(connector, endPoint);
        }
    }

    /** HTTP/2 over TLS. */
    static final class Http2 extends HTTP2ServerConnectionFactory {
        Http2(HttpConfiguration configuration) {
            super(configuration);
        }

        @Override
        public Connection newConnection(Connector connector, EndPoint endPoint) {
            watchHeads(endPoint, false);
            return super.newConnection(connector, endPoint);
        }
    }

    /** HTTP/2 with prior knowledge, or by an upgrade. */
    static final class Http2InTheClear extends HTTP2CServerConnectionFactory {
        Http2InTheClear(HttpConfiguration configuration) {
            super(configuration);
        }

        @Override
        public Connection newConnection(Connector connector, EndPoint endPoint) {
            watchHeads(endPoint, false);
            return super.newConnection(connector, endPoint);
        }
    }
}
