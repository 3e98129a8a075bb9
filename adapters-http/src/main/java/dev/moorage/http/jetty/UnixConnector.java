package dev.moorage.http.jetty;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.jspecify.annotations.Nullable;

/**
 * Accepts connections on a Unix domain socket. The caller must remove an old socket file before, and this one afterwards.
 */
final class UnixConnector extends WatchedConnector {
    private final String path;
    private volatile @Nullable ServerSocketChannel channel;

    UnixConnector(Server server, String path, ConnectionFactory... protocols) {
        super(server, protocols);
        this.path = path;
    }

    @Override
    public void open() throws IOException {
        if (channel != null) {
            return;
        }
        ServerSocketChannel opened = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            opened.bind(UnixDomainSocketAddress.of(path), getAcceptQueueSize());
        } catch (IOException | IllegalArgumentException e) {
            opened.close();
            throw new IOException("Failed to bind to " + path, e);
        }
        channel = opened;
    }

    @Override
    public boolean isOpen() {
        ServerSocketChannel open = channel;
        return open != null && open.isOpen();
    }

    @Override
    public void accept(int acceptor) throws IOException {
        ServerSocketChannel open = channel;
        if (open != null && open.isOpen()) {
            SocketChannel accepted = open.accept();
            accepted.configureBlocking(false);
            getSelectorManager().accept(accepted);
        }
    }

    @Override
    public void close() {
        super.close();
        ServerSocketChannel open = channel;
        if (open != null) {
            try {
                open.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Override
    public @Nullable Object getTransport() {
        return channel;
    }
}
