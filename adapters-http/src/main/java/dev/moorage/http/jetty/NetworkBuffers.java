package dev.moorage.http.jetty;

import org.eclipse.jetty.io.ArrayByteBufferPool;
import org.eclipse.jetty.io.RetainableByteBuffer;

/**
 * The pool of buffers between sockets and requests. The memory of idle buffers is bounded, so that the rest of the direct
 * memory is left for transfers to storage. If no direct memory is left, a heap buffer is used: that is slower, but no
 * request fails.
 */
final class NetworkBuffers extends ArrayByteBufferPool {
    private static final int STEP = 4 << 10;
    private static final int MAX_POOLED = 64 << 10;
    /** The most idle bytes in direct memory, and the most on the heap. */
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
                // Direct memory has run out. Its limit is -XX:MaxDirectMemorySize. The heap has a limit of its own.
            }
        }
        return super.acquire(size, false);
    }
}
