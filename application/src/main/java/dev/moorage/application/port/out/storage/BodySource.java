package dev.moorage.application.port.out.storage;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Bytes that arrive from a client, once, in order. */
public interface BodySource {
    /**
     * Reads some bytes; blocks until there is at least one.
     *
     * @return how many bytes were put into the buffer, at least one where it has room, or -1 at the body's end
     * @throws IOException the body broke off, stalled, or came too slowly: no more will come
     */
    int read(ByteBuffer destination) throws IOException;
}
