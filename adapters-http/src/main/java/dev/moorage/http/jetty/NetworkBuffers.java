package dev.moorage.http.jetty;

import org.eclipse.jetty.io.ArrayByteBufferPool;
import org.eclipse.jetty.io.RetainableByteBuffer;

/**
 * Buffers between sockets and requests. Idle ones take a bounded part of the memory outside of the heap, so that the rest is left
 * for what goes on to storage. Where there is none left, a buffer of the heap serves: slower, and no request fails for it.
 */
final class NetworkBuffers extends ArrayByteBufferPool {
    private static final int STEP = 4 << 10;
    private static final int MAX_POOLED = 64 << 10;
    /** Idle at most, in bytes, on each side of the heap. */
    private static final long MAX_IDLE = 16 << 20;

    private static final int ANY_NUMBER = -1;

    NetworkBuffers() {
        super(0, STEP, MAX_POOLED, ANY_NUMBER, MAX_IDLE, MAX_IDLE);
    }

    @Override
    public RetainableByteBuffer.Mutable acquire(int size, boolean direct) {
        if (direct) {
            try {
                return super.acquire(size, true);
            } catch (OutOfMemoryError _) {
                // Outside of the heap, where -XX:MaxDirectMemorySize is the limit; the heap has one of its own.
            }
        }
        return super.acquire(size, false);
    }
}
