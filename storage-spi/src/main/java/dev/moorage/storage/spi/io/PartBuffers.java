package dev.moorage.storage.spi.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * Collects the parts of a body before the store takes them, so that the driver can send each part again. Parts borrow large
 * buffers of the server's memory, up to a limit. A part that finds none left continues in a file. No thread waits for
 * memory, so a slow client blocks no other client.
 */
public final class PartBuffers {
    private final TransferBuffers memory;
    private final long limit;
    private final Path spool;
    private final AtomicLong used = new AtomicLong();

    /**
     * @param memory the memory that parts borrow from
     * @param limit the most bytes that all parts borrow together
     * @param spool the directory of the files for parts that do not fit into memory. It is created when it is first needed
     */
    public PartBuffers(TransferBuffers memory, long limit, String spool) {
        if (limit < 0) {
            throw new IllegalArgumentException("negative limit");
        }
        this.memory = memory;
        this.limit = limit;
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

    /** The bytes of memory that all parts borrow now. For tests and metrics. */
    public long used() {
        return used.get();
    }

    /** Borrows a large buffer. The result is empty where the limit is reached, or where the server has none left. */
    Optional<TransferBuffers.Lease> borrow() {
        int size = memory.largeSize();
        long before = used.getAndUpdate(bytes -> bytes + size <= limit ? bytes + size : bytes);
        if (before + size > limit) {
            return Optional.empty();
        }
        Optional<TransferBuffers.Lease> lease = memory.largeIfFree();
        if (lease.isEmpty()) {
            used.addAndGet(-size);
        }
        return lease;
    }

    void giveBack(TransferBuffers.Lease lease) {
        lease.close();
        used.addAndGet(-memory.largeSize());
    }

    SpoolFile spoolFile() throws IOException {
        return SpoolFile.in(spool);
    }
}
