package dev.moorage.http.jetty;

import dev.moorage.http.jetty.connection.WatchedEndPoint;
import dev.moorage.http.jetty.limit.ConnectionTimeouts;
import dev.moorage.http.jetty.limit.Connections;
import dev.moorage.http.jetty.limit.Transfers;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.http2.SessionContainer;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.component.ContainerLifeCycle;

/**
 * Checks all connections and requests once a second. It closes connections whose request head is late, fails
 * requests whose clients are gone, ends stalled requests, and ends slow requests when the heap is nearly full. When the server
 * is stopping it closes idle connections, and when its drain time has passed it ends the remaining requests.
 */
final class ConnectionWatch extends Handler.Wrapper {
    private static final long INTERVAL_MILLIS = 1000;
    private static final long INTERVAL_WHILE_STOPPING_MILLIS = 20;
    private static final HttpField CLOSE = new HttpField(HttpHeader.CONNECTION, "close");

    private final ServerConnector connector;
    private final ConnectionTimeouts patience;
    private final Transfers transfers;
    private final Connections connections;
    private final HeapShortage heap = new HeapShortage();
    private final CountDownLatch drained = new CountDownLatch(1);
    private volatile boolean leaving;
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

    /** Asks the clients of all connections to use other ones. */
    void leave() {
        leaving = true;
        for (ConnectionFactory protocol : connector.getConnectionFactories()) {
            if (protocol instanceof ContainerLifeCycle owner) {
                // The future ends with the last stream. The drain waits for requests instead.
                owner.getBeans(SessionContainer.class).forEach(sessions -> {
                    var _ = sessions.shutdown();
                });
            }
        }
    }

    /**
     * Waits until no request is in flight, at most for the drain time.
     *
     * @param more how much longer to wait for the responses to requests that are ended at the end of the drain time
     */
    void drain(Duration more) throws InterruptedException {
        stopAt = System.nanoTime() + patience.drain().toNanos();
        schedule(0);
        boolean _ = drained.await(patience.drain().plus(more).toNanos(), TimeUnit.NANOSECONDS);
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
        if (isToStop()) {
            stop(now);
        }
    }

    private void stop(long now) {
        connections.sockets().filter(WatchedEndPoint::isIdle).forEach(WatchedEndPoint::close);
        if (now - stopAt >= 0) {
            transfers.endAll();
        }
        boolean isBusy = transfers.count() > 0 || connections.sockets().anyMatch(WatchedEndPoint::isWithinHead);
        if (!isBusy) {
            drained.countDown();
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
        if (leaving && request.getConnectionMetaData().getHttpVersion() != HttpVersion.HTTP_2) {
            response.getHeaders().put(CLOSE);
        }
        return transfers.handle(request, response, callback);
    }
}
