package dev.moorage.application.port.in.upload;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.OptionalLong;

/** The body of a request, as it arrives. */
public interface UploadBody {
    /** The bytes that the request announces, where it does. */
    OptionalLong length();

    /**
     * Reads some bytes; blocks until there is at least one.
     *
     * @return how many bytes were put into the buffer, or -1 at the body's end
     * @throws IOException the client is gone, stalls, or is too slow: no more will come
     */
    int read(ByteBuffer destination) throws IOException;

    /**
     * Lends what comes next as it lies in memory, so that nobody has to copy it; blocks until there is at least one byte. What is
     * lent counts as read.
     *
     * @param atLeast bytes; fewer in one piece are not lent, since whoever stores them does better with a few large pieces
     * @param atMost bytes
     * @return between position and limit, good until the next call; empty where nothing can be lent, also at the body's end and
     *     by who never lends: then {@link #read} tells
     * @throws IOException as {@link #read} throws it
     */
    default Optional<ByteBuffer> lend(int atLeast, int atMost) throws IOException {
        return Optional.empty();
    }

    /**
     * Ends the request's connection, so that a read that waits fails: another request has taken over the upload. Called
     * by another thread; may be called when the body has ended, and twice.
     */
    void abort();
}
