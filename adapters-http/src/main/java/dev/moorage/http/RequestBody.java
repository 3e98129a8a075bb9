package dev.moorage.http;

import dev.moorage.application.port.in.upload.UploadBody;
import jakarta.servlet.http.HttpServletRequest;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.locks.ReentrantLock;

/** The body of a request, read into the buffers of whoever stores it. */
final class RequestBody implements UploadBody, AutoCloseable {
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

    RequestBody(HttpServletRequest request, ClientConnection connection) {
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

    /** How many bytes were read. */
    long received() {
        return received;
    }

    /** Whether the client waits for a sign before it sends the body, and has had none. */
    boolean isAwaitingContinue() {
        return !begun && "100-continue".equalsIgnoreCase(request.getHeader("Expect"));
    }

    /** The client may send it as an upload: it comes with a large window once it is read. */
    RequestBody letIn() {
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
        // What is here already, too: whoever stores it has less to do for a few large pieces than for many small ones.
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

    /** Waits until there is a piece that is not taken; false at the body's end. */
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

    /** Gives back what the last piece lies in. From here on the request is not its own any more, and nobody ends it. */
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

    /** Who waits for nothing from its client is left to finish: an answer that was earned is not cut off. */
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
