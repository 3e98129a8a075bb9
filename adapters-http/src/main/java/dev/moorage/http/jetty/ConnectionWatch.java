package dev.moorage.http.jetty;

import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;

/** Looks at every connection once a second, and ends those whose clients have had their time. */
final class ConnectionWatch extends Handler.Wrapper {
    private static final long INTERVAL_MILLIS = 1000;

    private final ServerConnector connector;
    private final Patience patience;

    ConnectionWatch(ServerConnector connector, Patience patience, Handler handler) {
        super(handler);
        this.connector = connector;
        this.patience = patience;
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        schedule();
    }

    private void schedule() {
        var _ = connector.getScheduler().schedule(this::look, INTERVAL_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void look() {
        if (!isRunning()) {
            return;
        }
        long now = System.nanoTime();
        for (EndPoint endPoint : connector.getConnectedEndPoints()) {
            if (endPoint instanceof WatchedEndPoint watched && watched.isOverdue(now, patience)) {
                watched.close(new TimeoutException("the client is too slow"));
            }
        }
        schedule();
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        Optional<WatchedEndPoint> watched = WatchedEndPoint.below(
                request.getConnectionMetaData().getConnection().getEndPoint());
        if (watched.isPresent()) {
            watched.get().served();
            Request.addCompletionListener(request, _ -> watched.get().answered());
        }
        return super.handle(request, response, callback);
    }
}
