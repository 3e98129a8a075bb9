package dev.moorage.http.jetty;

import dev.moorage.application.port.in.blob.BlobContent;
import dev.moorage.http.exchange.BodyChunks;
import dev.moorage.http.exchange.ClientConnection;
import dev.moorage.http.jetty.connection.WatchedEndPoint;
import dev.moorage.http.jetty.http2.BoundedHttp2Connection;
import dev.moorage.http.jetty.http2.PlaceholderBuffer;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.eclipse.jetty.ee11.servlet.ServletContextRequest;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;

/** The connection of an HTTP/1 request, or the stream of an HTTP/2 request. */
public final class JettyConnection implements ClientConnection {
    @Override
    public void close(HttpServletRequest request) {
        Request core = ServletContextRequest.getServletContextRequest(request);
        if (core.getConnectionMetaData().getHttpVersion() == HttpVersion.HTTP_2) {
            core.fail(new EofException("the request was ended"));
        } else {
            core.getConnectionMetaData().getConnection().getEndPoint().close();
        }
    }

    /**
     * Notices a reset stream, and a connection that was closed here or has failed. It does not notice a client that is gone
     * if the socket has not reported it.
     */
    @Override
    public BooleanSupplier presence(HttpServletRequest request) {
        Request core = ServletContextRequest.getServletContextRequest(request);
        EndPoint endPoint = core.getConnectionMetaData().getConnection().getEndPoint();
        AtomicBoolean failed = new AtomicBoolean();
        core.addFailureListener(_ -> failed.set(true));
        return () -> !failed.get() && endPoint.isOpen();
    }

    @Override
    public BodyChunks body(HttpServletRequest request) {
        return new JettyBody(ServletContextRequest.getServletContextRequest(request));
    }

    @Override
    public void widen(HttpServletRequest request, long expected) {
        Request core = ServletContextRequest.getServletContextRequest(request);
        BoundedHttp2Connection.of(core).ifPresent(connection -> connection.widen(core, expected));
    }

    @Override
    public Optional<DirectBody> direct(
            HttpServletRequest request, ServletOutputStream out, BlobContent.Transfer content) {
        return socket(ServletContextRequest.getServletContextRequest(request))
                .map(socket -> most -> send(socket, out, content, most));
    }

    private static long send(WatchedEndPoint socket, ServletOutputStream out, BlobContent.Transfer content, long most)
            throws IOException {
        long sent = content.to(socket.getChannel(), Math.min(most, PlaceholderBuffer.MOST));
        if (sent <= 0) {
            return 0;
        }
        ByteBuffer standIn = PlaceholderBuffer.of((int) sent);
        socket.hasSent(standIn);
        out.write(standIn);
        return sent;
    }

    /** The socket that a response goes to unchanged: not through TLS, and not in frames. */
    private static Optional<WatchedEndPoint> socket(Request core) {
        boolean framed = core.getConnectionMetaData().getHttpVersion() == HttpVersion.HTTP_2;
        return !framed && core.getConnectionMetaData().getConnection().getEndPoint() instanceof WatchedEndPoint socket
                ? Optional.of(socket)
                : Optional.empty();
    }

    @Override
    public long sent(HttpServletRequest request) {
        ServletContextRequest core = ServletContextRequest.getServletContextRequest(request);
        long written = Response.getContentBytesWritten(core.getServletContextResponse());
        return Math.max(0, written - socket(core).map(WatchedEndPoint::unsent).orElse(0L));
    }

    @Override
    public boolean isGone(HttpServletRequest request) {
        return !ServletContextRequest.getServletContextRequest(request)
                .getConnectionMetaData()
                .getConnection()
                .getEndPoint()
                .isOpen();
    }
}
