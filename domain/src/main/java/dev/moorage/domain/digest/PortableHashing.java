package dev.moorage.domain.digest;

import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.Optional;

/**
 * Carries a hash in the middle of its content to another process. The JDK's hash is several times faster than any in plain
 * Java and has no way to give its state by API, so the state is taken from its fields. That needs
 * {@code --add-opens java.base/java.security=ALL-UNNAMED --add-opens java.base/sun.security.provider=ALL-UNNAMED} (or the
 * same {@code Add-Opens} in the jar's manifest), and a JDK whose fields are the ones that are known here: a self-test finds
 * out, and where it fails nothing is carried, and nothing is wrong.
 *
 * <p>The state is that of Go's {@code encoding.BinaryMarshaler} for the same hash, which CNCF Distribution keeps in its
 * {@code hashstates}: a magic of four bytes, the chaining value, the block buffer, the length; all big-endian.
 */
public final class PortableHashing {
    private final boolean available;

    private PortableHashing(boolean available) {
        this.available = available;
    }

    /** Tries it on this Java runtime. */
    public static PortableHashing detect() {
        return new PortableHashing(selfTest());
    }

    /** For runtimes, and tests, that do without. */
    public static PortableHashing unavailable() {
        return new PortableHashing(false);
    }

    /** Whether states are given and taken. */
    public boolean isAvailable() {
        return available;
    }

    /** The hasher's state; empty where this runtime does not give it. */
    public Optional<HashState> export(Hasher hasher) {
        if (!available) {
            return Optional.empty();
        }
        try {
            byte[] state = exported(hasher);
            return Optional.of(new HashState(
                    hasher.algorithm(), hasher.length(), Base64.getEncoder().encodeToString(state)));
        } catch (ReflectiveOperationException | RuntimeException _) {
            return Optional.empty();
        }
    }

    /** A hasher that goes on from a state; empty when the state is damaged, or this runtime does not take it. */
    public Optional<Hasher> restore(HashState state) {
        if (!available) {
            return Optional.empty();
        }
        try {
            return restored(state.algorithm(), Base64.getDecoder().decode(state.encoded()))
                    .filter(hasher -> hasher.length() == state.length());
        } catch (ReflectiveOperationException | RuntimeException _) {
            return Optional.empty();
        }
    }

    private static byte[] exported(Hasher hasher) throws ReflectiveOperationException {
        HashLayout layout = HashLayout.of(hasher.algorithm());
        JdkHashFields fields = new JdkHashFields(hasher.messageDigest(), layout);
        fields.hashFullBlock();
        int pending = (int) (hasher.length() % layout.blockBytes());
        ByteBuffer out = ByteBuffer.allocate(layout.encodedBytes());
        out.putInt(layout.magic());
        fields.writeChainingValue(out);
        out.put(fields.buffer(), 0, pending);
        out.position(out.position() + layout.blockBytes() - pending);
        return out.putLong(hasher.length()).array();
    }

    private static Optional<Hasher> restored(DigestAlgorithm algorithm, byte[] encoded)
            throws ReflectiveOperationException {
        HashLayout layout = HashLayout.of(algorithm);
        ByteBuffer in = ByteBuffer.wrap(encoded);
        if (encoded.length != layout.encodedBytes() || in.getInt() != layout.magic()) {
            return Optional.empty();
        }
        long length = in.getLong(encoded.length - Long.BYTES);
        if (length < 0) {
            return Optional.empty();
        }
        Hasher hasher = Hasher.of(algorithm);
        JdkHashFields fields = new JdkHashFields(hasher.messageDigest(), layout);
        fields.readChainingValue(in);
        int pending = (int) (length % layout.blockBytes());
        in.get(fields.buffer(), 0, pending);
        fields.position(pending, length);
        return Optional.of(new Hasher(algorithm, hasher.messageDigest(), length));
    }

    private static boolean selfTest() {
        try {
            for (DigestAlgorithm algorithm : DigestAlgorithm.values()) {
                int block = HashLayout.of(algorithm).blockBytes();
                for (int split : new int[] {0, 1, block - 1, block, block + 1, 3 * block + 7}) {
                    if (!carries(algorithm, split, 5 * block + 3)) {
                        return false;
                    }
                }
            }
            return true;
        } catch (ReflectiveOperationException | RuntimeException _) {
            return false;
        }
    }

    private static boolean carries(DigestAlgorithm algorithm, int split, int length)
            throws ReflectiveOperationException {
        byte[] content = new byte[length];
        for (int i = 0; i < length; i++) {
            content[i] = (byte) (i * 31 + split);
        }
        Hasher first = Hasher.of(algorithm);
        first.update(ByteBuffer.wrap(content, 0, split));
        Optional<Hasher> second = restored(algorithm, exported(first));
        second.ifPresent(hasher -> hasher.update(ByteBuffer.wrap(content, split, length - split)));
        return second.map(Hasher::digest).equals(Optional.of(Hasher.digest(algorithm, content)));
    }
}
