package dev.moorage.storage.spi;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;

/** Bytes that arrive from a client, once, in order. */
public interface BodySource {
    /**
     * Reads some bytes; blocks until there is at least one.
     *
     * @return how many bytes were put into the buffer, at least one where it has room, or -1 at the body's end
     * @throws IOException the body broke off, or was ended while it was waited for: no more will come
     */
    int read(ByteBuffer destination) throws IOException;

    /**
     * Waits for the next bytes, no longer than that: whoever holds memory for them gives it back when they do not come soon, and
     * waits again without.
     *
     * @return whether {@link #read} will not wait, for bytes, the end, or a failure; what knows nothing of waiting says true
     * @throws IOException as {@link #read} throws it
     */
    default boolean await(Duration most) throws IOException {
        return true;
    }
}
