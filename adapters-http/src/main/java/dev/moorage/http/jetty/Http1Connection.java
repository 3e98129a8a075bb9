package dev.moorage.http.jetty;

import dev.moorage.http.jetty.connection.LongHeads;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.internal.HttpConnection;

/**
 * An HTTP/1.1 connection. {@code Upgrade} is ignored (RFC 9110, section 7.8), so a request cannot switch to another
 * protocol. An empty {@code Host} is accepted: the request is then for the address that it was sent to. The connection is
 * closed when it waits for the rest of a long head and too many other connections do so too.
 */
public final class Http1Connection extends HttpConnection {
    private final LongHeads longHeads;
    private final AtomicBoolean waiting = new AtomicBoolean();

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
        };
    }

    /** Reads what has arrived. After that it is known whether the connection waits for the rest of a long head. */
    @Override
    public void onFillable() {
        super.onFillable();
        boolean isLong = getParser().inHeaderState() && getParser().getHeaderLength() > LongHeads.SHORT;
        if (!isLong) {
            endWaiting();
        } else if (!waiting.get()) {
            if (longHeads.tryBegin()) {
                waiting.set(true);
            } else {
                close();
            }
        }
    }

    @Override
    public void onClose(Throwable cause) {
        endWaiting();
        super.onClose(cause);
    }

    private void endWaiting() {
        if (waiting.compareAndSet(true, false)) {
            longHeads.end();
        }
    }
}
