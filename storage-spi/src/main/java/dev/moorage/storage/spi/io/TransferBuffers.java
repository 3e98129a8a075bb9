package dev.moorage.storage.spi.io;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;

/**
 * The memory budget for bytes in transit between clients and storage: a fixed number of large direct buffers. A transfer
 * that finds no free large buffer works with a small one. It is then slower, but other transfers never block it.
 */
public final class TransferBuffers {
    /** The size of a small buffer in bytes. */
    public static final int SMALL = 8 * 1024;

    private final int largeSize;
    private final IntFunction<ByteBuffer> allocator;
    private final int largeCount;
    private final BlockingQueue<ByteBuffer> idle;
    private final AtomicInteger unallocated;

    /**
     * @param largeSize the size of a large buffer in bytes
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
        this.largeCount = largeCount;
        this.allocator = allocator;
        this.idle = new ArrayBlockingQueue<>(largeCount);
        this.unallocated = new AtomicInteger(largeCount);
    }

    /** Returns how many large buffers are lent now. */
    public int lent() {
        return Math.max(0, largeCount - unallocated.get() - idle.size());
    }

    /** Lends a small buffer, for a body that may be slow. */
    public Lease small() {
        return new Lease(ByteBuffer.allocate(SMALL), false);
    }

    /** Lends a large direct buffer if one is free, otherwise a small one. */
    public Lease large() {
        return largeIfFree().orElseGet(this::small);
    }

    /** Lends a large direct buffer if one is free. */
    Optional<Lease> largeIfFree() {
        ByteBuffer buffer = idle.poll();
        if (buffer == null && unallocated.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
            return allocated();
        }
        return Optional.ofNullable(buffer).map(free -> new Lease(free, true));
    }

    /** The size of a large buffer in bytes. */
    int largeSize() {
        return largeSize;
    }

    /**
     * When the memory outside of the heap is exhausted, the buffer stays unallocated. It can be allocated later, when memory
     * is free again.
     */
    private Optional<Lease> allocated() {
        try {
            return Optional.of(new Lease(allocator.apply(largeSize), true));
        } catch (OutOfMemoryError _) {
            unallocated.incrementAndGet();
            return Optional.empty();
        }
    }

    /** A buffer that one user has until it is closed. Not safe for use by two threads. */
    public final class Lease implements AutoCloseable {
        private final ByteBuffer buffer;
        private boolean pooled;

        private Lease(ByteBuffer buffer, boolean pooled) {
            this.buffer = buffer;
            this.pooled = pooled;
        }

        /** The buffer. When it was just lent, it is empty and ready to be filled. */
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
