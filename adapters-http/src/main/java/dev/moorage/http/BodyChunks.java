package dev.moorage.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;

/**
 * The body of a request in the pieces in which it arrives, each in the memory that it was received into. For one thread. A
 * piece is good until the next call.
 */
public interface BodyChunks extends AutoCloseable {
    /**
     * Waits for the next piece.
     *
     * @return between position and limit, at least one byte; empty at the body's end
     * @throws IOException no more will come; whoever asks again is told again
     */
    Optional<ByteBuffer> next() throws IOException;

    /** Waits no longer than that; tells whether {@link #next} will not wait. */
    boolean await(Duration most) throws IOException;

    /** The next piece if it is here already; empty also where the body has ended or has broken: {@link #next} tells. */
    Optional<ByteBuffer> arrived();

    /** Gives the memory back that the last piece was in. May be called twice. */
    @Override
    void close();
}
