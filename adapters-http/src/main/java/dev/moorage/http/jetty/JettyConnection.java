package dev.moorage.http.jetty;

import dev.moorage.http.BodyChunks;
import dev.moorage.http.ClientConnection;
import jakarta.servlet.http.HttpServletRequest;
import org.eclipse.jetty.ee11.servlet.ServletContextRequest;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;

/** The connection of HTTP/1, the stream of HTTP/2. */
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

    @Override
    public BodyChunks body(HttpServletRequest request) {
        return new JettyBody(ServletContextRequest.getServletContextRequest(request));
    }

    @Override
    public long sent(HttpServletRequest request) {
        return Response.getContentBytesWritten(
                ServletContextRequest.getServletContextRequest(request).getServletContextResponse());
    }
}
