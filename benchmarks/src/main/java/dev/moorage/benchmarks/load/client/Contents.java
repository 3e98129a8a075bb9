package dev.moorage.benchmarks.load.client;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Makes blobs that are all different. The common part of all blobs of one size is hashed once, and each further digest
 * hashes a few bytes. For use by one thread.
 */
public final class Contents {
    /** The size of the smallest blob in bytes. It is that of the tail: the seed, and the number of the blob. */
    public static final int SMALLEST = 16;

    /**
     * The size of the block. It is a prime, so that an error by a power of two in an offset is noticed, and small enough for
     * a processor's cache.
     */
    private static final int BLOCK_BYTES = 1_048_573;

    private final long seed;
    private final ByteBuffer block;
    private final Map<Long, MessageDigest> common = new HashMap<>();
    private long made;

    public Contents(long seed) {
        this.seed = seed;
        byte[] random = new byte[BLOCK_BYTES];
        new SplittableRandom(seed).nextBytes(random);
        this.block = ByteBuffer.allocateDirect(BLOCK_BYTES).put(random).clear().asReadOnlyBuffer();
    }

    /** Makes a blob of the given size in bytes. */
    public Content make(long size) {
        if (size < SMALLEST) {
            throw new IllegalArgumentException("a blob has at least " + SMALLEST + " bytes here");
        }
        made++;
        byte[] tail = ByteBuffer.allocate(SMALLEST).putLong(seed).putLong(made).array();
        MessageDigest hash = copy(common.computeIfAbsent(size - SMALLEST, this::hashed));
        return new Content(
                block,
                ByteBuffer.allocateDirect(SMALLEST).put(tail).clear().asReadOnlyBuffer(),
                size,
                "sha256:" + HexFormat.of().formatHex(hash.digest(tail)));
    }

    /** Makes {@code count} blobs of the given size in bytes. */
    public List<Content> make(long size, int count) {
        return IntStream.range(0, count).mapToObj(_ -> make(size)).toList();
    }

    private MessageDigest hashed(long length) {
        try {
            MessageDigest hash = MessageDigest.getInstance("SHA-256");
            for (long at = 0; at < length; at += BLOCK_BYTES) {
                hash.update(block.slice(0, (int) Math.min(BLOCK_BYTES, length - at)));
            }
            return hash;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java runtime lacks SHA-256", e);
        }
    }

    private static MessageDigest copy(MessageDigest hash) {
        try {
            return (MessageDigest) hash.clone();
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("this Java runtime's SHA-256 cannot be copied", e);
        }
    }
}
