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
 * A request in flight: how fast its body comes and its answer goes, and how it is ended. A client whose body is waited for is answered,
 * and what came of the body is kept. One that has not taken its answer loses its stream of HTTP/2, or its connection of HTTP/1.1.
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

    /** The socket of its connection. */
    Optional<WatchedEndPoint> socket() {
        return socket;
    }

    @Override
    public Pace pace() {
        return pace;
    }

    /** The answer, through which its bytes are counted. */
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

    /** For how long neither a byte of the body has come nor the client has taken one of the answer, while it is waited for. */
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

    /** Whether it gives its place to another now; says so once. */
    boolean leave() {
        return left.compareAndSet(false, true);
    }

    /** Whether this request was ended while its body was waited for: what comes of the body now is not consumed. */
    boolean isEnded() {
        return ended != null;
    }

    /** From here on Jetty uses the request for another, and it cannot be ended any more. */
    synchronized void completed() {
        completed = true;
    }

    /** Ends it, if its client is waited for; from any thread. What waits for nothing from its client is left to finish. */
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
