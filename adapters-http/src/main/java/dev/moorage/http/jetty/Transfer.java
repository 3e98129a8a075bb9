package dev.moorage.http.jetty;

import dev.moorage.http.RequestEndedException;
import dev.moorage.http.RequestEndedException.Reason;
import java.nio.ByteBuffer;
import java.util.Optional;
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
    private final ClientAddress address;
    private final Optional<WatchedEndPoint> socket;
    private final Pace pace = new Pace();
    private final AtomicReference<@Nullable Runnable> demand = new AtomicReference<>();
    private final AtomicBoolean left = new AtomicBoolean();
    private volatile @Nullable Reason ended;
    private boolean completed;

    Transfer(Request request, ClientAddress address) {
        super(request);
        this.address = address;
        this.socket = WatchedEndPoint.below(
                request.getConnectionMetaData().getConnection().getEndPoint());
    }

    ClientAddress address() {
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
        return new CountedResponse(response);
    }

    @Override
    public Content.Chunk read() {
        Reason reason = ended;
        if (reason != null) {
            return Content.Chunk.from(new RequestEndedException(reason), true);
        }
        Content.Chunk chunk = super.read();
        if (chunk != null) {
            pace.moved(chunk.remaining(), System.nanoTime());
        }
        return chunk;
    }

    @Override
    public void demand(Runnable callback) {
        pace.waits(System.nanoTime());
        demand.set(callback);
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
        return socket.map(taking -> Math.min(silence, Math.max(0, now - taking.takenAt())))
                .orElse(silence);
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
    synchronized void end(Reason reason) {
        if (completed) {
            return;
        }
        if (ended == null && demand.get() != null) {
            socket.ifPresent(WatchedEndPoint::answeredEarly);
            ended = reason;
            available();
        } else if (pace.isWaiting()) {
            close();
        }
    }

    private void close() {
        if (getConnectionMetaData().getHttpVersion() == HttpVersion.HTTP_2) {
            fail(new EofException("the request was ended"));
        } else {
            getConnectionMetaData().getConnection().getEndPoint().close();
        }
    }

    private final class CountedResponse extends Response.Wrapper {
        CountedResponse(Response response) {
            super(Transfer.this, response);
        }

        @Override
        public void write(boolean last, @Nullable ByteBuffer content, Callback callback) {
            long length = content == null ? 0 : content.remaining();
            pace.waits(System.nanoTime());
            super.write(last, content, new Callback.Nested(callback) {
                @Override
                public void succeeded() {
                    pace.moved(length, System.nanoTime());
                    super.succeeded();
                }

                @Override
                public void failed(Throwable failure) {
                    pace.moved(0, System.nanoTime());
                    super.failed(failure);
                }
            });
        }
    }
}
