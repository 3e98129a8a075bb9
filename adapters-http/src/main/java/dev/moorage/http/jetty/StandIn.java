package dev.moorage.http.jetty;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;

/**
 * Buffers that stand, in Jetty's layers, for bytes that have gone to the socket beside them: they have a length, which is counted,
 * and no content. Whoever would read them gets an {@link IllegalStateException}, so that nothing wrong can ever be sent.
 */
final class StandIn {
    /** How many bytes one can stand for. */
    static final int MOST = 1 << 30;

    private static final ByteBuffer WHOLE = unreadable();

    private StandIn() {}

    /** One that stands for so many bytes; each is another object. */
    static ByteBuffer of(int length) {
        return WHOLE.slice(0, length);
    }

    @SuppressWarnings("restricted")
    private static ByteBuffer unreadable() {
        try (Arena closedAtOnce = Arena.ofShared()) {
            return MemorySegment.NULL.reinterpret(MOST, closedAtOnce, null).asByteBuffer();
        }
    }
}
