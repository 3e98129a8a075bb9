package dev.moorage.http;

import dev.moorage.application.port.in.upload.UploadBody;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.OptionalLong;

/** The body of a request, read straight into the buffers of whoever stores it. */
final class RequestBody implements UploadBody {
    private final HttpServletRequest request;
    private final ClientConnection connection;
    private final BodyRate rate;
    private long received;
    private boolean begun;
    private volatile boolean ended;

    RequestBody(HttpServletRequest request, ClientConnection connection, BodyRate rate) {
        this.request = request;
        this.connection = connection;
        this.rate = rate;
    }

    @Override
    public OptionalLong length() {
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

    boolean hasEnded() {
        return ended || length().orElse(-1) == 0;
    }

    @Override
    public int read(ByteBuffer destination) throws IOException {
        begun = true;
        ServletInputStream in = request.getInputStream();
        rate.waiting(System.nanoTime());
        int count = in.read(destination);
        if (count > 0) {
            count += arrived(in, destination);
        }
        rate.received(Math.max(count, 0), System.nanoTime());
        if (count < 0) {
            ended = true;
            if (length().orElse(received) != received) {
                throw new EOFException("the body is shorter than its Content-Length");
            }
            return -1;
        }
        received += count;
        ended = length().orElse(-1) == received;
        if (isTooSlow()) {
            throw new IOException("the body comes too slowly");
        }
        return count;
    }

    /** What is here already, too: whoever stores it has less to do for a few large pieces than for many small ones. */
    private static int arrived(ServletInputStream in, ByteBuffer destination) {
        int count = 0;
        try {
            while (destination.hasRemaining() && in.available() > 0) {
                count += Math.max(in.read(destination), 0);
            }
        } catch (IOException _) {
            // The next read fails again, when what came before it is stored.
        }
        return count;
    }

    /** Whether it came slower than it may. From any thread. */
    boolean isTooSlow() {
        return rate.isTooSlow(System.nanoTime());
    }

    /** Who waits for nothing from its client is left to finish: an answer that was earned is not cut off. */
    @Override
    public void abort() {
        if (!hasEnded()) {
            connection.close(request);
        }
    }
}
