package dev.moorage.http.jetty;

import dev.moorage.http.jetty.connection.LongHeads;
import dev.moorage.http.jetty.connection.WatchedEndPoint;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;

/** Creates HTTP/1.1 connections. */
final class Http1 extends HttpConnectionFactory {
    private final LongHeads longHeads;

    Http1(HttpConfiguration configuration) {
        super(configuration);
        this.longHeads = LongHeads.ofHeap(configuration.getRequestHeaderSize());
    }

    @Override
    public Connection newConnection(Connector connector, EndPoint endPoint) {
        WatchedEndPoint.below(endPoint).ifPresent(watched -> watched.watchHeads(true));
        Http1Connection connection = new Http1Connection(getHttpConfiguration(), connector, endPoint, longHeads);
        connection.setTransferEncodingChunkMaxLength(getTransferEncodingChunkMaxLength());
        return configure(connection, connector, endPoint);
    }
}
