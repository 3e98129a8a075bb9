package dev.moorage.http.jetty.http2;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;

/**
 * Placeholder buffers for bytes that were sent to the socket directly, and not through Jetty. They have a length, which
 * Jetty counts, and no content. An attempt to read one throws {@link IllegalStateException}, so that wrong bytes are never
 * sent.
 */
public final class PlaceholderBuffer {
    /** The most bytes that one placeholder can represent. */
    public static final int MOST = 1 << 30;

    private static final ByteBuffer WHOLE = unreadable();

    private PlaceholderBuffer() {}

    /** Returns a new placeholder for the given number of bytes. Each call returns another object. */
    public static ByteBuffer of(int length) {
        return WHOLE.slice(0, length);
    }

    @SuppressWarnings("restricted")
    private static ByteBuffer unreadable() {
        try (Arena closedAtOnce = Arena.ofShared()) {
            return MemorySegment.NULL.reinterpret(MOST, closedAtOnce, null).asByteBuffer();
        }
    }
}
