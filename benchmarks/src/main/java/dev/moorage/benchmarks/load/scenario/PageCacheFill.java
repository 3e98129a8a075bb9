package dev.moorage.benchmarks.load.scenario;

import dev.moorage.benchmarks.load.options.ByteSize;
import dev.moorage.benchmarks.load.server.Command;
import dev.moorage.benchmarks.load.server.MemoryInfo;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * A file as large as memory that is kept while writes are measured, so that no write finds free memory. On a virtual machine
 * the first use of a free page can cost many times as much as the write itself. Without this file the first contender would
 * pay that cost, and the next one would not.
 */
final class PageCacheFill {
    private static final int PIECE_BYTES = 8 << 20;
    /** How much more memory than after the first fill may be free, in bytes. */
    private static final long TOLERANCE = 64L << 20;

    private final Optional<Path> file;
    private final long freeWhenFull;
    private long next;

    private PageCacheFill(Optional<Path> file, long freeWhenFull) {
        this.file = file;
        this.freeWhenFull = freeWhenFull;
    }

    /** A fill that does nothing, for smoke runs and for runs without a fill. */
    static PageCacheFill none() {
        return new PageCacheFill(Optional.empty(), Long.MAX_VALUE);
    }

    /** Writes a file of the given size in bytes, and waits until it is on disk. */
    static PageCacheFill write(Path file, long size) throws IOException {
        long usable = Files.getFileStore(file.toAbsolutePath().getParent()).getUsableSpace();
        if (usable < 2 * size) {
            throw new IOException("there is no room on disk for a file of " + ByteSize.format(size)
                    + " and what is measured beside it; --no-fill does without");
        }
        byte[] random = new byte[PIECE_BYTES];
        new SplittableRandom(size).nextBytes(random);
        ByteBuffer piece = ByteBuffer.allocateDirect(PIECE_BYTES).put(random);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            for (long written = 0; written < size; ) {
                written += channel.write(piece.clear());
            }
            channel.force(true);
        }
        return new PageCacheFill(Optional.of(file), MemoryInfo.read().freeBytes());
    }

    /**
     * Fills the page cache again after files were deleted. The memory of deleted files is free, and may go back to the host.
     * Dirty pages are written to disk first. Then the file is read, until no more memory is free than after the first fill.
     * The kernel evicts pages in the order in which they were read, so reading continues where it stopped the last time.
     */
    void refill() throws IOException {
        if (file.isEmpty()) {
            return;
        }
        Command.output("sync", "-f", file.get().toString());
        ByteBuffer buffer = ByteBuffer.allocateDirect(PIECE_BYTES);
        try (FileChannel channel = FileChannel.open(file.get())) {
            long size = channel.size();
            for (long read = 0; read < size && isTooMuchFree(); read += buffer.position()) {
                channel.read(buffer.clear(), next);
                next = (next + buffer.position()) % size;
            }
        }
    }

    private boolean isTooMuchFree() throws IOException {
        return MemoryInfo.read().freeBytes() > freeWhenFull + TOLERANCE;
    }
}
