package dev.moorage.http.jetty;

import jakarta.servlet.Servlet;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.util.Optional;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.ee11.servlet.ServletHolder;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.util.thread.VirtualThreadPool;

/** A servlet on a Jetty, each request on a virtual thread of its own. */
public final class JettyServer implements AutoCloseable {
    private static final int PLATFORM_THREADS = 32;
    private static final int ACCEPT_QUEUE = 4096;

    private final Server server;
    private final ServerConnector connector;
    private final FailedHandshakes failedHandshakes = new FailedHandshakes();

    /** In the clear. */
    public JettyServer(ListenSettings settings, Servlet servlet) {
        this(settings, Optional.empty(), servlet);
    }

    /**
     * A server that does not listen yet.
     *
     * @param tls empty for a server in the clear
     */
    public JettyServer(ListenSettings settings, Optional<TlsSettings> tls, Servlet servlet) {
        QueuedThreadPool threads = new QueuedThreadPool(PLATFORM_THREADS);
        threads.setName("http");
        threads.setVirtualThreadsExecutor(new VirtualThreadPool(settings.maxRequests()));
        this.server = new Server(threads, null, new NetworkBuffers());
        this.connector = connector(settings, tls);
        server.addConnector(connector);
        ErrorHandler errors = new JsonErrorHandler();
        server.setErrorHandler(errors);
        server.setHandler(
                new ConnectionWatch(connector, settings.patience(), new GracefulHandler(context(servlet, errors))));
        server.setStopTimeout(settings.patience().drain().toMillis());
    }

    private ServerConnector connector(ListenSettings settings, Optional<TlsSettings> tls) {
        ConnectionFactory[] protocols = Protocols.of(settings, tls);
        ServerConnector built = settings.unixSocket().isPresent()
                ? new UnixConnector(server, settings.unixSocket().get(), protocols)
                : new WatchedConnector(server, protocols);
        built.addBean(failedHandshakes);
        settings.host().ifPresent(built::setHost);
        built.setPort(settings.port());
        built.setIdleTimeout(settings.patience().idle().toMillis());
        built.setAcceptQueueSize(ACCEPT_QUEUE);
        return built;
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

    /** How many TLS handshakes have failed since the start. */
    public long failedHandshakes() {
        return failedHandshakes.count();
    }

    /** The port that is listened on; 0 or less for a Unix domain socket. */
    public int port() {
        return connector.getLocalPort();
    }

    /** Where it listens. */
    public InetSocketAddress address() {
        try {
            return (InetSocketAddress) ((ServerSocketChannel) connector.getTransport()).getLocalAddress();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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
