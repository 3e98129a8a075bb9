package dev.moorage.http.jetty;

import jakarta.servlet.Servlet;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.ee11.servlet.ServletHolder;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.util.thread.VirtualThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A servlet on a Jetty, each request on a virtual thread of its own. */
public final class JettyServer implements AutoCloseable {
    private static final int PLATFORM_THREADS = 32;
    private static final int ACCEPT_QUEUE = 4096;

    /** Virtual threads are as many as there are requests: what ends requests has to run even if all that there may be are waiting. */
    private static final int ANY_NUMBER = 0;

    /** For the answers of those that are ended when the time to stop is over. */
    private static final Duration LAST_ANSWERS = Duration.ofSeconds(5);

    private static final Logger LOG = LoggerFactory.getLogger(JettyServer.class);

    private final Server server;
    private final ServerConnector connector;
    private final FailedHandshakes failedHandshakes = new FailedHandshakes();
    private final ConnectionWatch watch;

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
        threads.setVirtualThreadsExecutor(new VirtualThreadPool(ANY_NUMBER));
        this.server = new Server(threads, null, new NetworkBuffers());
        this.connector = connector(settings, tls);
        server.addConnector(connector);
        ErrorHandler errors = new JsonErrorHandler();
        server.setErrorHandler(errors);
        Transfers transfers = new Transfers(settings.limits(), new GracefulHandler(context(servlet, errors)));
        Connections connections = new Connections(connector, settings.limits(), transfers);
        connector.addBean(connections);
        this.watch = new ConnectionWatch(connector, settings.patience(), transfers, connections);
        server.setHandler(watch);
        server.setStopTimeout(settings.patience().drain().plus(LAST_ANSWERS).toMillis());
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

    /** How many requests are in flight. */
    public int requests() {
        return watch.requests();
    }

    /** Takes no more requests, gives those in flight their time, ends those whose clients pause even then, and ends. */
    @Override
    public void close() throws IOException {
        watch.stopping();
        try {
            server.stop();
        } catch (TimeoutException _) {
            LOG.warn("The HTTP server stopped before all requests were answered");
        } catch (IOException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException("the HTTP server did not stop in order", e);
        }
    }
}
