package dev.moorage.http.jetty.http2;

import java.util.Optional;
import java.util.OptionalLong;
import org.eclipse.jetty.server.Request;

/**
 * A request and its response on an HTTP/2 connection.
 *
 * @param stream the number of their stream (RFC 9113, section 5.1.1)
 */
public record Http2Exchange(BoundedHttp2Connection connection, int stream) {
    /** Returns the exchange of a request, or empty when the request did not come over HTTP/2. */
    public static Optional<Http2Exchange> of(Request request) {
        return BoundedHttp2Connection.of(request)
                .map(connection -> new Http2Exchange(connection, Integer.parseInt(request.getId())));
    }

    /** When the client last received a part of the response, or empty when the stream has ended. */
    public OptionalLong takenAt() {
        return connection.takenAt(stream);
    }

    /** Whether the stream has ended. */
    public boolean isGone() {
        return connection.getSession().getStream(stream) == null;
    }
}
