package dev.moorage.application.port.out.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;

/** Bytes that arrive from a client, once, in order. */
public interface BodySource {
    /**
     * Reads some bytes; blocks until there is at least one.
     *
     * @return how many bytes were put into the buffer, at least one where it has room, or -1 at the body's end
     * @throws IOException the body broke off, stalled, or came too slowly: no more will come
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
}
