package dev.moorage.benchmarks.load.client;

import java.nio.ByteBuffer;

/**
 * The bytes of one blob: a random block over and over, and a tail that no other blob has. So a blob of any size takes no
 * memory of its own, and its digest is that of the common part with a few bytes more.
 */
public final class Content {
    private final ByteBuffer block;
    private final ByteBuffer tail;
    private final long size;
    private final String digest;

    /**
     * @param size in bytes, at least as many as the tail has
     * @param digest with its algorithm, {@code sha256:<hex>}
     */
    Content(ByteBuffer block, ByteBuffer tail, long size, String digest) {
        this.block = block;
        this.tail = tail;
        this.size = size;
        this.digest = digest;
    }

    /** How many bytes it has. */
    public long size() {
        return size;
    }

    /** {@code sha256:<hex>}. */
    public String digest() {
        return digest;
    }

    /** Some bytes from an offset on: at least one where there is one, at most so many; a view, nothing is copied. */
    public ByteBuffer slice(long from, long atMost) {
        long tailStart = size - tail.capacity();
        if (from >= tailStart) {
            int start = (int) (from - tailStart);
            return tail.slice(start, (int) Math.min(atMost, tail.capacity() - start));
        }
        int start = (int) (from % block.capacity());
        return block.slice(start, (int) Math.min(Math.min(atMost, block.capacity() - start), tailStart - from));
    }

    /** Whether these are the bytes from an offset on. Leaves the buffer as it is. */
    public boolean matches(long from, ByteBuffer bytes) {
        if (from + bytes.remaining() > size) {
            return false;
        }
        int compared = 0;
        while (compared < bytes.remaining()) {
            ByteBuffer expected = slice(from + compared, bytes.remaining() - compared);
            if (bytes.slice(bytes.position() + compared, expected.remaining()).mismatch(expected) >= 0) {
                return false;
            }
            compared += expected.remaining();
        }
        return true;
    }
}
