package dev.moorage.benchmarks.load.client;

import java.nio.ByteBuffer;

/**
 * The bytes of one blob: a random block that is repeated, and a tail that no other blob has. A blob of any size therefore
 * takes no memory of its own, and its digest costs only the hash of the tail.
 */
public final class Content {
    private final ByteBuffer block;
    private final ByteBuffer tail;
    private final long size;
    private final String digest;

    /**
     * @param size the size in bytes, at least that of the tail
     * @param digest the digest with its algorithm, {@code sha256:<hex>}
     */
    Content(ByteBuffer block, ByteBuffer tail, long size, String digest) {
        this.block = block;
        this.tail = tail;
        this.size = size;
        this.digest = digest;
    }

    /** The size in bytes. */
    public long size() {
        return size;
    }

    /** The digest, {@code sha256:<hex>}. */
    public String digest() {
        return digest;
    }

    /**
     * Returns bytes from an offset on: at most {@code atMost}, and at least one unless the offset is at the end. The buffer
     * is a view, and nothing is copied.
     */
    public ByteBuffer slice(long from, long atMost) {
        long tailStart = size - tail.capacity();
        if (from >= tailStart) {
            int start = (int) (from - tailStart);
            return tail.slice(start, (int) Math.min(atMost, tail.capacity() - start));
        }
        int start = (int) (from % block.capacity());
        return block.slice(start, (int) Math.min(Math.min(atMost, block.capacity() - start), tailStart - from));
    }

    /** Whether the buffer holds the bytes from an offset on. The position and the limit of the buffer do not change. */
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
