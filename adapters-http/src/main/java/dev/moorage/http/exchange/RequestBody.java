package dev.moorage.http.exchange;

import dev.moorage.application.port.in.upload.UploadBody;
import jakarta.servlet.http.HttpServletRequest;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.locks.ReentrantLock;

/** The body of a request, read into the buffers of its reader. */
public final class RequestBody implements UploadBody, AutoCloseable {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final HttpServletRequest request;
    private final ClientConnection connection;
    private final BodyChunks chunks;
    private final OptionalLong length;
    private final ReentrantLock abortable = new ReentrantLock();
    private ByteBuffer piece = NOTHING;
    private long received;
    private boolean begun;
    private boolean letIn;
    private volatile boolean ended;
    private boolean closed;

    public RequestBody(HttpServletRequest request, ClientConnection connection) {
        this.request = request;
        this.connection = connection;
        this.chunks = connection.body(request);
        this.length = length(request);
    }

    @Override
    public OptionalLong length() {
        return length;
    }

    private static OptionalLong length(HttpServletRequest request) {
        long length = request.getContentLengthLong();
        if (length >= 0) {
            return OptionalLong.of(length);
        }
        boolean none = request.getHeader("Transfer-Encoding") == null
                && request.getProtocol().startsWith("HTTP/1");
        return none ? OptionalLong.of(0) : OptionalLong.empty();
    }

    /** The number of bytes read so far. */
    public long received() {
        return received;
    }

    /** Whether the client waits for {@code 100 Continue} before it sends the body, and has not received it. */
    boolean isAwaitingContinue() {
        return !begun && "100-continue".equalsIgnoreCase(request.getHeader("Expect"));
    }

    /** Marks the body as an accepted upload. The HTTP/2 receive window then grows when the body is first read. */
    public RequestBody letIn() {
        letIn = true;
        return this;
    }

    boolean hasEnded() {
        return ended || length.orElse(-1) == 0;
    }

    @Override
    public int read(ByteBuffer destination) throws IOException {
        if (!hasNext()) {
            return -1;
        }
        int count = take(destination);
        // Takes all that has arrived. Storage handles a few large pieces faster than many small ones.
        while (destination.hasRemaining() && hasArrived()) {
            count += take(destination);
        }
        return count;
    }

    @Override
    public boolean await(Duration most) throws IOException {
        if (piece.hasRemaining()) {
            return true;
        }
        begin();
        piece = NOTHING;
        return chunks.await(most);
    }

    private void begin() {
        begun = true;
        if (letIn) {
            letIn = false;
            connection.widen(request, length.orElse(Long.MAX_VALUE));
        }
    }

    private int take(ByteBuffer destination) {
        int count = Math.min(piece.remaining(), destination.remaining());
        destination.put(piece.slice(piece.position(), count));
        piece.position(piece.position() + count);
        received += count;
        ended = length.orElse(-1) == received;
        return count;
    }

    /** Waits until a piece has unread bytes. Returns false at the end of the body. */
    private boolean hasNext() throws IOException {
        if (piece.hasRemaining()) {
            return true;
        }
        begin();
        piece = NOTHING;
        piece = chunks.next().orElse(NOTHING);
        if (!piece.hasRemaining()) {
            ended = true;
            if (length.orElse(received) != received) {
                throw new EOFException("the body is shorter than its Content-Length");
            }
            return false;
        }
        return true;
    }

    private boolean hasArrived() {
        piece = chunks.arrived().orElse(NOTHING);
        return piece.hasRemaining();
    }

    /**
     * Releases the memory of the last piece. Jetty may reuse the request from here on, so {@link #abort} no longer has an
     * effect.
     */
    @Override
    public void close() {
        abortable.lock();
        try {
            closed = true;
        } finally {
            abortable.unlock();
        }
        piece = NOTHING;
        chunks.close();
    }

    /**
     * Closes the connection while the body is incomplete. A request whose body is complete is not aborted, so that its
     * response is still sent.
     */
    @Override
    public void abort() {
        abortable.lock();
        try {
            if (!closed && !hasEnded()) {
                connection.close(request);
            }
        } finally {
            abortable.unlock();
        }
    }
}
