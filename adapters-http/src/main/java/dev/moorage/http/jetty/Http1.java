package dev.moorage.http.jetty;

import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.internal.HttpConnection;

/** HTTP/1.1, which no request leaves for another protocol: {@code Upgrade} is ignored (RFC 9110, section 7.8). */
final class Http1 extends HttpConnectionFactory {
    Http1(HttpConfiguration configuration) {
        super(configuration);
    }

    @Override
    public Connection newConnection(Connector connector, EndPoint endPoint) {
        WatchedEndPoint.below(endPoint).ifPresent(watched -> watched.watchHeads(true));
        HttpConnection connection = new WithoutUpgrade(getHttpConfiguration(), connector, endPoint);
        connection.setTransferEncodingChunkMaxLength(getTransferEncodingChunkMaxLength());
        return configure(connection, connector, endPoint);
    }

    /** A connection whose requests have no {@code Upgrade}. */
    private static final class WithoutUpgrade extends HttpConnection {
        WithoutUpgrade(HttpConfiguration configuration, Connector connector, EndPoint endPoint) {
            super(configuration, connector, endPoint);
        }

        @Override
        protected HttpStreamOverHTTP1 newHttpStream(String method, String uri, HttpVersion version) {
            return new HttpStreamOverHTTP1(method, uri, version) {
                @Override
                public void parsedHeader(HttpField field) {
                    if (field.getHeader() != HttpHeader.UPGRADE) {
                        super.parsedHeader(field);
                    }
                }
            };
        }
    }
}
