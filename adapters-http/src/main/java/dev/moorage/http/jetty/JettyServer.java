package dev.moorage.http.jetty;

import jakarta.servlet.Servlet;
import java.io.IOException;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.ee11.servlet.ServletHolder;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.http2.server.HTTP2CServerConnectionFactory;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.util.thread.VirtualThreadPool;

/** A servlet on a Jetty: HTTP/1.1, and HTTP/2 with prior knowledge, each request on a virtual thread of its own. */
public final class JettyServer implements AutoCloseable {
    private static final int PLATFORM_THREADS = 32;
    private static final int HTTP2_WINDOW = 16 << 20;
    private static final int ACCEPT_QUEUE = 1024;
    /** What is read from a socket at a time; a connection that waits holds none. */
    private static final int INPUT_BUFFER = 256 * 1024;

    private final Server server;
    private final ServerConnector connector;

    public JettyServer(ListenSettings settings, Servlet servlet) {
        QueuedThreadPool threads = new QueuedThreadPool(PLATFORM_THREADS);
        threads.setName("http");
        threads.setVirtualThreadsExecutor(new VirtualThreadPool(settings.maxRequests()));
        this.server = new Server(threads);
        this.connector = connector(settings);
        server.addConnector(connector);
        ErrorHandler errors = new JsonErrorHandler();
        server.setErrorHandler(errors);
        server.setHandler(
                new ConnectionWatch(connector, settings.patience(), new GracefulHandler(context(servlet, errors))));
        server.setStopTimeout(settings.patience().drain().toMillis());
    }

    private ServerConnector connector(ListenSettings settings) {
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        http.setSendXPoweredBy(false);
        http.setRequestHeaderSize(settings.maxHeadBytes());
        // The servlet parses the raw path itself, and refuses what is ambiguous in the specification's words.
        http.setUriCompliance(UriCompliance.UNSAFE);
        HttpConnectionFactory http1 = new WatchedConnector.Http1(http);
        http1.setInputBufferSize(INPUT_BUFFER);
        ConnectionFactory[] protocols =
                settings.http2() ? new ConnectionFactory[] {http1, http2(http)} : new ConnectionFactory[] {http1};
        ServerConnector built = new WatchedConnector(server, protocols);
        settings.host().ifPresent(built::setHost);
        built.setPort(settings.port());
        built.setIdleTimeout(settings.patience().idle().toMillis());
        built.setAcceptQueueSize(ACCEPT_QUEUE);
        return built;
    }

    /** With the small windows that are usual, one upload waits for the next window most of the time. */
    private static ConnectionFactory http2(HttpConfiguration http) {
        HTTP2CServerConnectionFactory http2 = new WatchedConnector.Http2(http);
        http2.setInitialStreamRecvWindow(HTTP2_WINDOW);
        http2.setInitialSessionRecvWindow(HTTP2_WINDOW);
        return http2;
    }

    private static ServletContextHandler context(Servlet servlet, ErrorHandler errors) {
        ServletContextHandler context = new ServletContextHandler("/", false, false);
        context.setErrorHandler(errors);
        context.getServletHandler().setDecodeAmbiguousURIs(true);
        context.addServlet(new ServletHolder(servlet), "/");
        return context;
    }

    /** Listens. */
    public void start() throws IOException {
        try {
            server.start();
        } catch (IOException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException("the HTTP server did not start", e);
        }
    }

    /** The port that is listened on. */
    public int port() {
        return connector.getLocalPort();
    }

    /** How many connections there are now. */
    public int connections() {
        return connector.getConnectedEndPoints().size();
    }

    /** Takes no more requests, gives those in flight their time, and ends. */
    @Override
    public void close() throws IOException {
        try {
            server.stop();
        } catch (IOException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException("the HTTP server did not stop in order", e);
        }
    }
}
