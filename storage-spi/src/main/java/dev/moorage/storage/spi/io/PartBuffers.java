package dev.moorage.storage.spi.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.IntFunction;

/**
 * Collects the parts of a body before the store takes them, so that the driver can send each part again. Parts are in memory
 * as long as one shared budget has room, and otherwise in a file. No thread waits for memory, so a slow client blocks no
 * other client.
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
     * @param spool the directory of the files for parts that do not fit into memory. It is created when it is first needed
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
     * Creates an empty part.
     *
     * @param capacity the most bytes that the part takes, 1 or more
     * @param observer receives every byte once, in order, as it arrives: for a checksum that is sent with the part
     */
    public Part part(long capacity, Consumer<ByteBuffer> observer) {
        return new Part(this, capacity, observer);
    }

    /** The bytes of memory that all parts have now. For tests and metrics. */
    public long used() {
        return used.get();
    }

    /** A chunk of the budget, or a buffer of capacity 0 when there is none left. */
    ByteBuffer chunk() {
        long before = used.getAndUpdate(bytes -> bytes + CHUNK <= budget ? bytes + CHUNK : bytes);
        if (before + CHUNK > budget) {
            return ByteBuffer.allocate(0);
        }
        ByteBuffer chunk = idle.poll();
        return chunk == null ? allocated() : chunk.clear();
    }

    /**
     * When the memory outside of the heap is exhausted, the part goes to its file, as it does when the budget is exhausted.
     */
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
