package dev.moorage.http.jetty;

import dev.moorage.http.jetty.connection.LingeringCloses;
import dev.moorage.http.jetty.connection.WatchedEndPoint;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/** Accepts connections, and creates a {@link WatchedEndPoint} for each. */
class WatchedConnector extends ServerConnector {
    private static final int ACCEPTORS = 1;
    /** The number of selectors. With several, a selector that is held up delays only its own connections. */
    private static final int SELECTORS = Math.clamp(Runtime.getRuntime().availableProcessors(), 2, 8);

    private final LingeringCloses lingering;

    WatchedConnector(Server server, ConnectionFactory... protocols) {
        super(server, ACCEPTORS, SELECTORS, protocols);
        addBean(new SelectorWatch(this));
        this.lingering = new LingeringCloses(getScheduler());
    }

    @Override
    protected SocketChannelEndPoint newEndPoint(SocketChannel channel, ManagedSelector selector, SelectionKey key) {
        SocketChannelEndPoint endPoint = new WatchedEndPoint(channel, selector, key, getScheduler(), lingering);
        endPoint.setIdleTimeout(getIdleTimeout());
        return endPoint;
    }
}
