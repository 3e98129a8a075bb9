package dev.moorage.http.jetty;

import dev.moorage.http.jetty.connection.WatchedEndPoint;
import dev.moorage.http.jetty.limit.ConnectionTimeouts;
import dev.moorage.http.jetty.limit.Connections;
import dev.moorage.http.jetty.limit.Transfers;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;

/**
 * Checks all connections and requests once a second. It closes connections whose request head is late, fails
 * requests whose clients are gone, ends stalled requests, and ends slow requests when the heap is nearly full. When the server is stopping and its drain time has passed,
 * it ends the remaining requests.
 */
final class ConnectionWatch extends Handler.Wrapper {
    private static final long INTERVAL_MILLIS = 1000;
    private static final long INTERVAL_WHILE_STOPPING_MILLIS = 100;

    private final ServerConnector connector;
    private final ConnectionTimeouts patience;
    private final Transfers transfers;
    private final Connections connections;
    private final HeapShortage heap = new HeapShortage();
    private volatile long stopAt = Long.MAX_VALUE;

    ConnectionWatch(
            ServerConnector connector, ConnectionTimeouts patience, Transfers transfers, Connections connections) {
        super(transfers);
        this.connector = connector;
        this.patience = patience;
        this.transfers = transfers;
        this.connections = connections;
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        schedule(INTERVAL_MILLIS);
        scheduleSample();
    }

    private void scheduleSample() {
        var _ = connector.getScheduler().schedule(this::sample, HeapShortage.INTERVAL_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void sample() {
        if (!isRunning()) {
            return;
        }
        try {
            Runtime runtime = Runtime.getRuntime();
            if (heap.isShort(runtime.totalMemory() - runtime.freeMemory(), runtime.maxMemory())) {
                transfers.endSlowest();
            }
        } finally {
            scheduleSample();
        }
    }

    private void schedule(long millis) {
        var _ = connector.getScheduler().schedule(this::look, millis, TimeUnit.MILLISECONDS);
    }

    /** Starts the drain time of a server that stops. */
    void stopping() {
        stopAt = System.nanoTime() + patience.drain().toNanos();
        schedule(INTERVAL_WHILE_STOPPING_MILLIS);
    }

    /** The number of requests in flight. */
    int requests() {
        return transfers.count();
    }

    private void look() {
        if (!isRunning()) {
            return;
        }
        try {
            look(System.nanoTime());
        } finally {
            schedule(isToStop() ? INTERVAL_WHILE_STOPPING_MILLIS : INTERVAL_MILLIS);
        }
    }

    private boolean isToStop() {
        return stopAt != Long.MAX_VALUE;
    }

    private void look(long now) {
        connections
                .sockets()
                .filter(socket -> socket.isHeadLate(now, patience.head().toNanos()))
                .forEach(socket -> socket.close(new TimeoutException("the head is late")));
        transfers.failGone();
        transfers.endStalled(now, patience.stall().toNanos());
        if (isToStop() && now - stopAt >= 0) {
            transfers.endAll();
        }
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        Optional<WatchedEndPoint> watched = WatchedEndPoint.below(
                request.getConnectionMetaData().getConnection().getEndPoint());
        if (watched.isPresent()) {
            watched.get().served();
            Request.addCompletionListener(request, _ -> watched.get().answered());
        }
        return transfers.handle(request, response, callback);
    }
}
