package dev.moorage.http;

import dev.moorage.application.port.in.upload.UploadBody;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.OptionalLong;

/**
 * The body of a request, read straight into the buffers of whoever stores it. A body that comes too slowly over a window of
 * waiting is ended; how fast it was before buys nothing, and the time that storing takes is not counted.
 */
final class RequestBody implements UploadBody {
    private final HttpServletRequest request;
    private final ClientConnection connection;
    private final long minBytesPerSecond;
    private final long windowNanos;
    private long received;
    private long windowBytes;
    private long waitedNanos;
    private boolean begun;
    private volatile boolean ended;

    RequestBody(HttpServletRequest request, ClientConnection connection, long minBytesPerSecond, Duration window) {
        this.request = request;
        this.connection = connection;
        this.minBytesPerSecond = minBytesPerSecond;
        this.windowNanos = window.toNanos();
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
        long start = System.nanoTime();
        int count = in.read(destination);
        waitedNanos += System.nanoTime() - start;
        if (count < 0) {
            ended = true;
            if (length().orElse(received) != received) {
                throw new EOFException("the body is shorter than its Content-Length");
            }
            return -1;
        }
        received += count;
        windowBytes += count;
        ended = length().orElse(-1) == received;
        requireRate();
        return count;
    }

    private void requireRate() throws IOException {
        if (waitedNanos < windowNanos) {
            return;
        }
        double seconds = waitedNanos / 1e9;
        if (windowBytes < minBytesPerSecond * seconds) {
            throw new IOException("the body comes slower than " + minBytesPerSecond + " bytes a second");
        }
        waitedNanos = 0;
        windowBytes = 0;
    }

    /** Who waits for nothing from its client is left to finish: an answer that was earned is not cut off. */
    @Override
    public void abort() {
        if (!hasEnded()) {
            connection.close(request);
        }
    }
}
