package dev.moorage.http.jetty;

import dev.moorage.http.ConnectionCloser;
import jakarta.servlet.http.HttpServletRequest;
import org.eclipse.jetty.ee11.servlet.ServletContextRequest;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.server.Request;

/** Closes what is below a request: the connection of HTTP/1, the stream of HTTP/2. */
public final class EndPointCloser implements ConnectionCloser {
    @Override
    public void close(HttpServletRequest request) {
        Request core = ServletContextRequest.getServletContextRequest(request);
        if (core.getConnectionMetaData().getHttpVersion() == HttpVersion.HTTP_2) {
            core.fail(new EofException("the request was ended"));
        } else {
            core.getConnectionMetaData().getConnection().getEndPoint().close();
        }
    }
}
