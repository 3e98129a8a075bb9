package dev.moorage.application.hash;

import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.digest.DigestAlgorithm;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Computes a digest incrementally while bytes arrive. Not thread-safe. */
public final class Hasher {
    private static final int PIECE = 8 * 1024;

    /**
     * Heap buffers through which off-heap bytes are hashed. The pool holds as many as threads have hashed at the same
     * time. Without it the JDK allocates 4 KiB for each hash, and keeps them as long as an upload waits for its client.
     */
    private static final Queue<byte[]> PIECES = new ConcurrentLinkedQueue<>();

    private final DigestAlgorithm algorithm;
    private final MessageDigest hash;
    private long length;

    Hasher(DigestAlgorithm algorithm, MessageDigest hash, long length) {
        this.algorithm = algorithm;
        this.hash = hash;
        this.length = length;
    }

    /** Returns a hasher that has seen no byte. */
    public static Hasher of(DigestAlgorithm algorithm) {
        try {
            return new Hasher(algorithm, MessageDigest.getInstance(algorithm.jcaName()), 0);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java runtime lacks " + algorithm.jcaName(), e);
        }
    }

    /** Hashes all remaining bytes of the buffer. */
    public void update(ByteBuffer bytes) {
        length += bytes.remaining();
        if (bytes.hasArray()) {
            hash.update(bytes);
        } else {
            updateInPieces(bytes);
        }
    }

    private void updateInPieces(ByteBuffer bytes) {
        byte[] idle = PIECES.poll();
        byte[] piece = idle == null ? new byte[PIECE] : idle;
        while (bytes.hasRemaining()) {
            int count = Math.min(bytes.remaining(), piece.length);
            bytes.get(piece, 0, count);
            hash.update(piece, 0, count);
        }
        PIECES.add(piece);
    }

    /** Returns the algorithm of the digest. */
    public DigestAlgorithm algorithm() {
        return algorithm;
    }

    /** Returns how many bytes have been hashed. */
    public long length() {
        return length;
    }

    /** Returns an independent hasher in the same state. */
    public Hasher copy() {
        return new Hasher(algorithm, copyOf(hash), length);
    }

    /** Returns the digest of the bytes hashed so far. More bytes can be hashed afterwards. */
    public Digest digest() {
        return new Digest(algorithm, HexFormat.of().formatHex(copyOf(hash).digest()));
    }

    private static MessageDigest copyOf(MessageDigest hash) {
        try {
            return (MessageDigest) hash.clone();
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("this Java runtime's " + hash.getAlgorithm() + " cannot be copied", e);
        }
    }

    MessageDigest messageDigest() {
        return hash;
    }
}
