package dev.moorage.http.jetty;

import dev.moorage.http.jetty.connection.LongHeads;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.internal.HttpConnection;
import org.eclipse.jetty.util.Callback;

/**
 * An HTTP/1.1 connection. {@code Upgrade} is ignored (RFC 9110, section 7.8), so a request cannot switch to another
 * protocol. An empty {@code Host} is accepted: the request is then for the address that it was sent to. The connection is
 * closed when it waits for the rest of a long head and too many other connections do so too.
 */
public final class Http1Connection extends HttpConnection {
    private final LongHeads longHeads;
    private final AtomicReference<Place> place = new AtomicReference<>(Place.NONE);

    /** A place among the connections that wait for the rest of a long head. */
    private enum Place {
        NONE,
        TAKEN,
        CLOSED
    }

    public Http1Connection(
            HttpConfiguration configuration, Connector connector, EndPoint endPoint, LongHeads longHeads) {
        super(configuration, connector, endPoint);
        this.longHeads = longHeads;
    }

    @Override
    protected HttpStreamOverHTTP1 newHttpStream(String method, String uri, HttpVersion version) {
        return new HttpStreamOverHTTP1(method, uri, version) {
            @Override
            public void parsedHeader(HttpField field) {
                if (!HostCheck.isEmpty(field) && field.getHeader() != HttpHeader.UPGRADE) {
                    super.parsedHeader(field);
                }
            }

            // Gives the place back before the request is handled, which may take long.
            @Override
            public Runnable headerComplete() {
                endWaiting();
                return super.headerComplete();
            }
        };
    }

    /**
     * Takes a place among the connections that wait for the rest of a long head, or closes this one. After this call the next
     * bytes can wake another thread, which then owns the parser.
     */
    @Override
    public void fillInterested(Callback callback) {
        boolean isLong = getParser().inHeaderState() && getParser().getHeaderLength() > LongHeads.SHORT;
        if (isLong && !beginWaiting()) {
            getEndPoint().close(); // The connection's own close would answer 500, as for a request that failed.
        } else {
            super.fillInterested(callback);
        }
    }

    @Override
    public void onClose(Throwable cause) {
        if (place.getAndSet(Place.CLOSED) == Place.TAKEN) {
            longHeads.end();
        }
        super.onClose(cause);
    }

    /** Whether this connection has a place. It may be closed at the same time, and has none then. */
    private boolean beginWaiting() {
        if (place.get() == Place.TAKEN) {
            return true;
        }
        if (!longHeads.tryBegin()) {
            return false;
        }
        if (place.compareAndSet(Place.NONE, Place.TAKEN)) {
            return true;
        }
        longHeads.end();
        return false;
    }

    private void endWaiting() {
        if (place.compareAndSet(Place.TAKEN, Place.NONE)) {
            longHeads.end();
        }
    }
}
