package dev.moorage.http.jetty.limit;

import dev.moorage.application.port.in.access.ClientNetwork;
import dev.moorage.http.jetty.connection.WatchedEndPoint;
import java.io.IOException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SocketChannel;
import java.util.Comparator;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.jetty.io.SelectorManager;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.IO;

/**
 * The open connections, limited in number. At a limit, connections make room for new ones: first those that have been idle
 * longest, then those with the slowest requests. A new connection for which there is still no room is closed at once.
 */
public final class Connections implements SelectorManager.AcceptListener {
    private final ServerConnector connector;
    private final Limits limits;
    private final Transfers transfers;
    private final Admission admission;
    private final Map<SelectableChannel, ClientNetwork> open = new ConcurrentHashMap<>();

    public Connections(ServerConnector connector, Limits limits, Transfers transfers) {
        this.connector = connector;
        this.limits = limits;
        this.transfers = transfers;
        this.admission = new Admission(limits.connections(), limits.connectionsOfAddress());
    }

    /** Admits or closes a new connection. Called by the acceptor thread, for one connection at a time. */
    @Override
    public void onAccepting(SelectableChannel channel) {
        ClientNetwork address = address(channel);
        Admission.Decision decision = admission.enter(address);
        if (decision != Admission.Decision.ADMITTED && !pilesUp()) {
            if (decision == Admission.Decision.ADDRESS_FULL) {
                makeRoom(address::equals, Limits.room(limits.connectionsOfAddress()));
            } else {
                makeRoom(_ -> true, Limits.room(limits.connections()));
            }
            decision = admission.enter(address);
        }
        if (decision == Admission.Decision.ADMITTED) {
            open.put(channel, address);
        } else {
            IO.close(channel);
        }
    }

    /** Whether too many connections that were chosen to make room are still open. */
    private boolean pilesUp() {
        return connector.getConnectedEndPoints().size() >= limits.connections() + Limits.room(limits.connections());
    }

    private static ClientNetwork address(SelectableChannel channel) {
        try {
            return ClientNetwork.of(((SocketChannel) channel).getRemoteAddress());
        } catch (IOException _) {
            return ClientNetwork.UNKNOWN;
        }
    }

    @Override
    public void onAcceptFailed(SelectableChannel channel, Throwable cause) {
        onClosed(channel);
    }

    /**
     * Gives back the place of a connection. Also called for a connection that makes room, so only the first call for it
     * counts.
     */
    @Override
    public void onClosed(SelectableChannel channel) {
        ClientNetwork address = open.remove(channel);
        if (address != null) {
            admission.leave(address);
        }
    }

    private void makeRoom(Predicate<ClientNetwork> whose, int most) {
        Predicate<WatchedEndPoint> of = socket -> {
            ClientNetwork address = open.get(socket.getChannel());
            return address != null && whose.test(address);
        };
        Set<WatchedEndPoint> leaving = sockets()
                .filter(socket -> !socket.isServing() && of.test(socket))
                .sorted(Comparator.comparingLong(WatchedEndPoint::getIdleFor).reversed())
                .limit(most)
                .collect(Collectors.toSet());
        if (leaving.size() < most) {
            leaving.addAll(
                    transfers
                            .slowest(transfer -> transfer.socket().filter(of).isPresent(), most - leaving.size())
                            .stream()
                            .flatMap(transfer -> transfer.socket().stream())
                            .toList());
        }
        transfers.endOn(leaving);
        leaving.forEach(socket -> {
            socket.closeWhenAnswered();
            onClosed(socket.getChannel());
        });
    }

    /** The sockets of all connections. */
    public Stream<WatchedEndPoint> sockets() {
        return connector.getConnectedEndPoints().stream().flatMap(endPoint -> WatchedEndPoint.below(endPoint).stream());
    }
}
