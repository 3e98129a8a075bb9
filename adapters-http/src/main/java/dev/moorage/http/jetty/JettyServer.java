package dev.moorage.http.jetty;

import dev.moorage.http.jetty.limit.Connections;
import dev.moorage.http.jetty.limit.JsonErrorHandler;
import dev.moorage.http.jetty.limit.Transfers;
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
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.util.thread.VirtualThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs a servlet on Jetty, with a virtual thread for each request. */
public final class JettyServer implements AutoCloseable {
    private static final int PLATFORM_THREADS = 32;
    private static final int ACCEPT_QUEUE = 4096;

    /**
     * No limit on virtual threads: there are as many as requests. The code that ends requests must run even while all
     * admitted requests are waiting.
     */
    private static final int ANY_NUMBER = 0;

    /** The time to send responses to the requests that are ended when the drain time is over. */
    private static final Duration LAST_ANSWERS = Duration.ofSeconds(5);

    private static final Logger LOG = LoggerFactory.getLogger(JettyServer.class);

    private final Server server;
    private final ServerConnector connector;
    private final FailedHandshakes failedHandshakes = new FailedHandshakes();
    private final ConnectionWatch watch;

    /** Creates a server in the clear that does not listen yet. */
    public JettyServer(ListenSettings settings, Servlet servlet) {
        this(settings, Optional.empty(), servlet);
    }

    /**
     * Creates a server that does not listen yet.
     *
     * @param tls the TLS settings, or empty for a server in the clear
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
        Transfers transfers = new Transfers(settings.limits(), context(servlet, errors));
        Connections connections = new Connections(connector, settings.limits(), settings.proxies(), transfers);
        connector.addBean(connections);
        this.watch = new ConnectionWatch(connector, settings.patience(), transfers, connections);
        server.setHandler(watch);
        server.setStopTimeout(LAST_ANSWERS.toMillis());
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

    /** Starts to listen. */
    public void start() throws IOException {
        try {
            server.start();
        } catch (IOException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException("the HTTP server did not start", e);
        }
    }

    /** The number of TLS handshakes that have failed since the start. */
    public long failedHandshakes() {
        return failedHandshakes.count();
    }

    /** The port that the server listens on, or 0 or less for a Unix domain socket. */
    public int port() {
        return connector.getLocalPort();
    }

    /** The address that the server listens on. */
    public InetSocketAddress address() {
        try {
            return (InetSocketAddress) ((ServerSocketChannel) connector.getTransport()).getLocalAddress();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The number of open connections. */
    public int connections() {
        return connector.getConnectedEndPoints().size();
    }

    /** The number of requests in flight. */
    public int requests() {
        return watch.requests();
    }

    /**
     * Asks clients to leave, and goes on to serve. Each response over HTTP/1 closes its connection, and clients of HTTP/2 get
     * GOAWAY. New connections are accepted.
     */
    public void leave() {
        watch.leave();
    }

    /**
     * Stops the server. It accepts no more connections and closes idle ones. Requests in flight have the drain time to finish,
     * and so does a request that comes on an open connection in this time. After that the server ends the requests whose
     * clients keep it waiting.
     */
    @Override
    public void close() throws IOException {
        if (server.isStarted()) {
            drain();
        }
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

    private void drain() {
        watch.leave();
        var _ = connector.shutdown();
        try {
            watch.drain(LAST_ANSWERS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
