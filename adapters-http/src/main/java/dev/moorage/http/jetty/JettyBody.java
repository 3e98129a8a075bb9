package dev.moorage.http.jetty;

import dev.moorage.http.exchange.BodyChunks;
import dev.moorage.http.exchange.RequestEndedException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.thread.Invocable;

/** Reads a request body through Jetty's core API. The servlet input stream would copy it. */
final class JettyBody implements BodyChunks {
    private static final Duration NO_TIMEOUT = Duration.ofDays(365);

    private final Request request;
    private final Semaphore arrivals = new Semaphore(0);
    private final Runnable arrival = Invocable.from(Invocable.InvocationType.NON_BLOCKING, arrivals::release);
    private Content.Chunk lent = Content.Chunk.EMPTY;
    private Content.Chunk next = Content.Chunk.EMPTY;
    private Optional<IOException> broken = Optional.empty();
    private boolean demanded;

    JettyBody(Request request) {
        this.request = request;
    }

    @Override
    public Optional<ByteBuffer> next() throws IOException {
        while (true) {
            Optional<ByteBuffer> piece = arrived();
            if (broken.isPresent()) {
                throw broken.get();
            }
            if (piece.isPresent() || next.isLast()) {
                return piece;
            }
            await(NO_TIMEOUT);
        }
    }

    @Override
    public boolean await(Duration most) throws IOException {
        if (hasNext()) {
            return true;
        }
        if (!demanded) {
            request.demand(arrival);
            demanded = true;
        }
        try {
            if (!arrivals.tryAcquire(most.toNanos(), TimeUnit.NANOSECONDS)) {
                return false;
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            broken = Optional.of(new InterruptedIOException("interrupted while a body was waited for"));
            throw broken.get();
        }
        demanded = false;
        return hasNext();
    }

    /** Whether a piece is here, or no more will come. Looks for a piece without waiting. */
    private boolean hasNext() {
        while (broken.isEmpty() && !next.hasRemaining() && !next.isLast()) {
            next.release();
            next = Content.Chunk.EMPTY;
            Content.Chunk chunk = demanded ? null : request.read();
            if (chunk == null) {
                return false;
            }
            if (Content.Chunk.isFailure(chunk)) {
                broken = Optional.of(
                        chunk.getFailure() instanceof RequestEndedException ended
                                ? ended
                                : new IOException("the body broke off", chunk.getFailure()));
            } else {
                next = chunk;
            }
        }
        return true;
    }

    @Override
    public Optional<ByteBuffer> arrived() {
        lent.release();
        lent = Content.Chunk.EMPTY;
        if (!hasNext() || !next.hasRemaining()) {
            return Optional.empty();
        }
        lent = next;
        next = lent.isLast() ? Content.Chunk.EOF : Content.Chunk.EMPTY;
        return Optional.of(lent.getByteBuffer());
    }

    @Override
    public void close() {
        lent.release();
        lent = Content.Chunk.EMPTY;
        boolean last = next.isLast();
        next.release();
        next = last ? Content.Chunk.EOF : Content.Chunk.EMPTY;
    }
}
