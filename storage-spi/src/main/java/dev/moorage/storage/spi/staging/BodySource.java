package dev.moorage.storage.spi.staging;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;

/** The bytes of a body that a client sends. They are read once and in order. */
public interface BodySource {
    /**
     * Reads some bytes. Blocks until there is at least one.
     *
     * @return how many bytes were put into the buffer (at least one where the buffer has room), or -1 at the end of the body
     * @throws IOException when the body broke off, or was ended while this call waited for it. No more bytes will come
     */
    int read(ByteBuffer destination) throws IOException;

    /**
     * Waits for the next bytes, for at most the given time. A driver calls this before it holds a large buffer. When it
     * returns false, the driver releases the buffer and waits again.
     *
     * @param most the longest time to wait
     * @return whether the next {@link #read} returns without waiting: with bytes, the end of the body, or a failure. A
     *     source that cannot wait returns true
     * @throws IOException as {@link #read} throws it
     */
    boolean await(Duration most) throws IOException;

    /** A source that cannot wait, for example bytes in memory. Its {@link #await} returns true. */
    static BodySource of(Reads reads) {
        return new BodySource() {
            @Override
            public int read(ByteBuffer destination) throws IOException {
                return reads.read(destination);
            }

            @Override
            public boolean await(Duration most) {
                return true;
            }
        };
    }

    /** The reads of a source that cannot wait, as {@link BodySource#read} makes them. */
    @FunctionalInterface
    interface Reads {
        int read(ByteBuffer destination) throws IOException;
    }
}
