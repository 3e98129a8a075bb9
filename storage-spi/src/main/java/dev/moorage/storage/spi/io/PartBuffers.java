package dev.moorage.storage.spi.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.IntFunction;

/**
 * Where a driver collects the parts of a body before the store takes them, each of which can be sent again: in memory, as long
 * as there is some of one budget to spare, else in a file. Nobody waits for memory, so a slow client blocks no other.
 */
public final class PartBuffers {
    static final int CHUNK = 1 << 20;

    private final long budget;
    private final IntFunction<ByteBuffer> allocator;
    private final Path spool;
    private final AtomicLong used = new AtomicLong();
    private final ConcurrentLinkedQueue<ByteBuffer> idle = new ConcurrentLinkedQueue<>();

    /**
     * @param budget the most bytes of direct memory that all parts have together
     * @param spool the directory for what does not fit; it is made when it is first needed
     */
    public PartBuffers(long budget, String spool) {
        this(budget, spool, ByteBuffer::allocateDirect);
    }

    PartBuffers(long budget, String spool, IntFunction<ByteBuffer> allocator) {
        if (budget < 0) {
            throw new IllegalArgumentException("negative budget");
        }
        this.budget = budget;
        this.allocator = allocator;
        this.spool = Path.of(spool);
    }

    /**
     * An empty part.
     *
     * @param capacity the most bytes that it takes, 1 or more
     * @param observer sees every byte once, in order, as it comes: for a checksum that travels with the part
     */
    public Part part(long capacity, Consumer<ByteBuffer> observer) {
        return new Part(this, capacity, observer);
    }

    /** The bytes of memory that parts have now; for tests and metrics. */
    public long used() {
        return used.get();
    }

    /** A chunk of the budget; empty capacity when there is none left. */
    ByteBuffer chunk() {
        long before = used.getAndUpdate(bytes -> bytes + CHUNK <= budget ? bytes + CHUNK : bytes);
        if (before + CHUNK > budget) {
            return ByteBuffer.allocate(0);
        }
        ByteBuffer chunk = idle.poll();
        return chunk == null ? allocated() : chunk.clear();
    }

    /** Where the memory outside of the heap is used up, the part goes to its file as it does where the budget is. */
    private ByteBuffer allocated() {
        try {
            return allocator.apply(CHUNK);
        } catch (OutOfMemoryError _) {
            used.addAndGet(-CHUNK);
            return ByteBuffer.allocate(0);
        }
    }

    void giveBack(ByteBuffer chunk) {
        idle.add(chunk);
        used.addAndGet(-CHUNK);
    }

    SpoolFile spoolFile() throws IOException {
        return SpoolFile.in(spool);
    }
}
