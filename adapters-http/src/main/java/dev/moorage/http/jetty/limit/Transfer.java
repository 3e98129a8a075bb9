package dev.moorage.http.jetty.limit;

import dev.moorage.application.port.in.access.ClientNetwork;
import dev.moorage.http.exchange.RequestEndedException;
import dev.moorage.http.exchange.RequestEndedException.Reason;
import dev.moorage.http.jetty.connection.WatchedEndPoint;
import dev.moorage.http.jetty.http2.Http2Exchange;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Invocable;
import org.jspecify.annotations.Nullable;

/**
 * A request in flight. It measures how fast its body and its response move, and can be ended. If the server waits for the
 * body, the client gets a response, and the bytes received are kept. If the server waits for the client to read the
 * response, the HTTP/2 stream is reset, or the HTTP/1.1 connection is closed.
 */
final class Transfer extends Request.Wrapper implements SlowestFirst.Candidate {
    private final ClientNetwork address;
    private final Optional<WatchedEndPoint> socket;
    private final Optional<Http2Exchange> exchange;
    private final Pace pace = new Pace();
    private final AtomicReference<@Nullable Runnable> demand = new AtomicReference<>();
    private final AtomicBoolean left = new AtomicBoolean();
    private volatile @Nullable IOException ended;
    private volatile @Nullable Callback unfinished;
    private boolean completed;

    Transfer(Request request, ClientNetwork address) {
        super(request);
        this.address = address;
        this.socket = WatchedEndPoint.below(
                request.getConnectionMetaData().getConnection().getEndPoint());
        this.exchange = Http2Exchange.of(request);
    }

    ClientNetwork address() {
        return address;
    }

    /** The socket of the request's connection. */
    Optional<WatchedEndPoint> socket() {
        return socket;
    }

    @Override
    public Pace pace() {
        return pace;
    }

    /** Wraps the response so that its bytes are counted. */
    Response counting(Response response) {
        return new CountedResponse(this, response, pace);
    }

    @Override
    public Content.Chunk read() {
        IOException failure = ended;
        if (failure != null) {
            return Content.Chunk.from(failure, true);
        }
        Content.Chunk chunk = super.read();
        if (chunk != null) {
            pace.moved(chunk.remaining(), System.nanoTime());
        }
        return chunk;
    }

    @Override
    public void demand(Runnable callback) {
        // The callback comes first: a request that is ended from here on is answered, and not cut off.
        demand.set(callback);
        pace.waits(System.nanoTime());
        if (ended != null) {
            available();
        } else {
            super.demand(Invocable.from(Invocable.getInvocationType(callback), this::available));
        }
    }

    /**
     * How long the server has waited for the client without a byte, in nanoseconds. A byte of the body that arrives ends this
     * time, and so does a byte of the response that the client reads.
     */
    long silence(long now) {
        long silence = pace.silence(now);
        if (demand.get() != null) {
            return silence;
        }
        OptionalLong takenAt = takenAt();
        return takenAt.isPresent() ? Math.min(silence, Math.max(0, now - takenAt.getAsLong())) : silence;
    }

    /** When the client last read anything of the response. Other streams of an HTTP/2 connection do not count. */
    private OptionalLong takenAt() {
        return exchange.isPresent()
                ? exchange.get().takenAt()
                : socket.map(taking -> OptionalLong.of(taking.takenAt())).orElse(OptionalLong.empty());
    }

    private void available() {
        pace.moved(0, System.nanoTime());
        Runnable callback = demand.getAndSet(null);
        if (callback != null) {
            callback.run();
        }
    }

    /** Gives up the place of this request. Returns true for the first call only. */
    boolean leave() {
        return left.compareAndSet(false, true);
    }

    /** Whether this request was ended while the server waited for its body. Later bytes of the body are not read. */
    boolean isEnded() {
        return ended != null;
    }

    /** Marks the request as completed. Jetty reuses it for another request from here on, so it can no longer be ended. */
    synchronized void completed() {
        completed = true;
    }

    /**
     * Ends the request if the server waits for its client. Otherwise the request is left to finish. May be called from any
     * thread.
     */
    public synchronized void end(Reason reason) {
        if (completed) {
            return;
        }
        if (ended == null && demand.get() != null) {
            socket.ifPresent(WatchedEndPoint::answeredEarly);
            ended = new RequestEndedException(reason);
            available();
        } else if (pace.isWaiting()) {
            close();
        }
    }

    /**
     * Called when the handler has returned. The callback completes the request if nothing else does.
     *
     * @param callback the callback that the handler was given
     */
    void returned(Callback callback) {
        unfinished = callback;
    }

    /**
     * Fails the request if its client is gone and it waits, or has nothing left to do. A connection or a stream can end without
     * a notification from Jetty to its requests, and that request would keep its place.
     */
    synchronized void failIfGone() {
        if (completed || !isGone()) {
            return;
        }
        IOException failure = new EofException("the client is gone");
        Callback callback = unfinished;
        if (demand.get() != null) {
            ended = failure;
            available();
        } else if (pace.isWaiting()) {
            fail(failure);
        } else if (callback != null) {
            callback.failed(failure);
        }
    }

    private boolean isGone() {
        boolean disconnected = socket.isPresent() && !socket.get().isOpen();
        return disconnected || exchange.isPresent() && exchange.get().isGone();
    }

    private void close() {
        if (getConnectionMetaData().getHttpVersion() == HttpVersion.HTTP_2) {
            fail(new EofException("the request was ended"));
        } else {
            getConnectionMetaData().getConnection().getEndPoint().close();
        }
    }
}
