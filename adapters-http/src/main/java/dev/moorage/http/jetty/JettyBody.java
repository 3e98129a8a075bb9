package dev.moorage.http.jetty;

import dev.moorage.http.BodyChunks;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.thread.Invocable;

/** The body as Jetty's core has it, beside the stream of servlets, which would copy it. */
final class JettyBody implements BodyChunks {
    private final Request request;
    private final Semaphore arrivals = new Semaphore(0);
    private final Runnable arrival = Invocable.from(Invocable.InvocationType.NON_BLOCKING, arrivals::release);
    private Content.Chunk lent = Content.Chunk.EMPTY;
    private Optional<IOException> broken = Optional.empty();

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
            if (piece.isPresent() || lent.isLast()) {
                return piece;
            }
            await();
        }
    }

    private void await() throws IOException {
        request.demand(arrival);
        try {
            arrivals.acquire();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            broken = Optional.of(new InterruptedIOException("interrupted while a body was waited for"));
            throw broken.get();
        }
    }

    @Override
    public Optional<ByteBuffer> arrived() {
        close();
        while (broken.isEmpty() && !lent.isLast()) {
            Content.Chunk chunk = request.read();
            if (chunk == null) {
                return Optional.empty();
            }
            if (Content.Chunk.isFailure(chunk)) {
                broken = Optional.of(new IOException("the body broke off", chunk.getFailure()));
                return Optional.empty();
            }
            lent = chunk;
            if (chunk.hasRemaining()) {
                return Optional.of(chunk.getByteBuffer());
            }
            close();
        }
        return Optional.empty();
    }

    @Override
    public void close() {
        boolean last = lent.isLast();
        lent.release();
        lent = last ? Content.Chunk.EOF : Content.Chunk.EMPTY;
    }
}
