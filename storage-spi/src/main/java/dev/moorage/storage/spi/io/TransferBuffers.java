package dev.moorage.storage.spi.io;

import java.nio.ByteBuffer;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;

/**
 * The one budget of memory for bytes on their way between clients and storage: so many large direct buffers and no more.
 * Who finds none left works with a small one: slower, and never blocked by others.
 */
public final class TransferBuffers {
    /** The bytes of a small buffer. */
    public static final int SMALL = 8 * 1024;

    private final int largeSize;
    private final IntFunction<ByteBuffer> allocator;
    private final BlockingQueue<ByteBuffer> idle;
    private final AtomicInteger unallocated;

    /**
     * @param largeSize the bytes of a large buffer
     * @param largeCount the most large buffers that ever exist
     */
    public TransferBuffers(int largeSize, int largeCount) {
        this(largeSize, largeCount, ByteBuffer::allocateDirect);
    }

    TransferBuffers(int largeSize, int largeCount, IntFunction<ByteBuffer> allocator) {
        if (largeSize < SMALL || largeCount < 1) {
            throw new IllegalArgumentException("a large buffer is at least as large as a small one, and there is one");
        }
        this.largeSize = largeSize;
        this.allocator = allocator;
        this.idle = new ArrayBlockingQueue<>(largeCount);
        this.unallocated = new AtomicInteger(largeCount);
    }

    /** A small buffer, for a body that may be slow. */
    public Lease small() {
        return new Lease(ByteBuffer.allocate(SMALL), false);
    }

    /** A large direct buffer if there is one to spare, else a small one. */
    public Lease large() {
        ByteBuffer buffer = idle.poll();
        if (buffer == null && unallocated.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
            return allocated();
        }
        return buffer == null ? small() : new Lease(buffer, true);
    }

    /** Where the memory outside of the heap is used up, the buffer stays unallocated, and there is one when some is free again. */
    private Lease allocated() {
        try {
            return new Lease(allocator.apply(largeSize), true);
        } catch (OutOfMemoryError _) {
            unallocated.incrementAndGet();
            return small();
        }
    }

    /** A buffer that is one user's until it is closed. Not safe for use by two threads. */
    public final class Lease implements AutoCloseable {
        private final ByteBuffer buffer;
        private boolean pooled;

        private Lease(ByteBuffer buffer, boolean pooled) {
            this.buffer = buffer;
            this.pooled = pooled;
        }

        /** The buffer, empty and ready to be filled when it was just lent. */
        public ByteBuffer buffer() {
            return buffer;
        }

        /** Gives the buffer back. May be called twice. */
        @Override
        public void close() {
            if (pooled) {
                pooled = false;
                buffer.clear();
                idle.add(buffer);
            }
        }
    }
}
