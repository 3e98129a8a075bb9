package dev.moorage.http.exchange;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;

/**
 * The body of a request, in the pieces in which it arrives. Each piece lies in the memory that it was received into, and is
 * valid until the next call. For use by one thread.
 */
public interface BodyChunks extends AutoCloseable {
    /**
     * Waits for the next piece.
     *
     * @return a buffer with at least one byte between position and limit, or empty at the end of the body
     * @throws IOException no more of the body will come. Further calls throw again.
     */
    Optional<ByteBuffer> next() throws IOException;

    /** Waits for the next piece, for at most the given time. Returns whether {@link #next} will return without waiting. */
    boolean await(Duration most) throws IOException;

    /**
     * Returns the next piece if it has arrived already. The result is also empty when the body has ended or failed. A call
     * of {@link #next} distinguishes these cases.
     */
    Optional<ByteBuffer> arrived();

    /** Releases the memory of the last piece. May be called twice. */
    @Override
    void close();
}
