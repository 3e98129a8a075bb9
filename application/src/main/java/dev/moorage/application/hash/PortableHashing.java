package dev.moorage.application.hash;

import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.digest.DigestAlgorithm;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Moves the state of a hash to another process in the middle of its content. The JDK's hash is several times faster
 * than any in plain Java, but no API gives access to its state, so the state is read from its fields. This requires
 * {@code --add-opens java.base/java.security=ALL-UNNAMED --add-opens java.base/sun.security.provider=ALL-UNNAMED} (or
 * the same {@code Add-Opens} in the jar's manifest), and a JDK with the expected fields. A self-test checks both. If it
 * fails, states are neither exported nor restored, and digests stay correct.
 *
 * <p>The format is that of Go's {@code encoding.BinaryMarshaler} for the same hash, which CNCF Distribution stores in
 * its {@code hashstates}: a magic of four bytes, the chaining value, the block buffer, the length. All numbers are
 * big-endian.
 */
public final class PortableHashing {
    private final Map<DigestAlgorithm, JdkHashFields> fields;

    private PortableHashing(Map<DigestAlgorithm, JdkHashFields> fields) {
        this.fields = fields;
    }

    /** Runs the self-test on this Java runtime. */
    public static PortableHashing detect() {
        try {
            Map<DigestAlgorithm, JdkHashFields> fields = new EnumMap<>(DigestAlgorithm.class);
            for (DigestAlgorithm algorithm : DigestAlgorithm.values()) {
                fields.put(algorithm, JdkHashFields.of(algorithm));
            }
            PortableHashing found = new PortableHashing(fields);
            return found.selfTest() ? found : unavailable();
        } catch (ReflectiveOperationException | RuntimeException _) {
            return unavailable();
        }
    }

    /** Returns an instance that never exports or restores, for runtimes without access to the fields and for tests. */
    public static PortableHashing unavailable() {
        return new PortableHashing(Map.of());
    }

    /** Returns whether states can be exported and restored. */
    public boolean isAvailable() {
        return !fields.isEmpty();
    }

    /** Returns the hasher's state. The result is empty if this runtime does not give access to it. */
    public Optional<HashState> export(Hasher hasher) {
        if (!isAvailable()) {
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

    /**
     * Returns a hasher that continues from a state. The result is empty if the state is damaged or this runtime cannot
     * restore it.
     */
    public Optional<Hasher> restore(HashState state) {
        if (!isAvailable()) {
            return Optional.empty();
        }
        try {
            return restored(state.algorithm(), Base64.getDecoder().decode(state.encoded()))
                    .filter(hasher -> hasher.length() == state.length());
        } catch (RuntimeException _) {
            return Optional.empty();
        }
    }

    private byte[] exported(Hasher hasher) throws ReflectiveOperationException {
        JdkHashFields jdk = fields(hasher.algorithm());
        HashLayout layout = jdk.layout();
        MessageDigest digest = hasher.messageDigest();
        jdk.hashFullBlock(digest);
        int pending = (int) (hasher.length() % layout.blockBytes());
        ByteBuffer out = ByteBuffer.allocate(layout.encodedBytes());
        out.putInt(layout.magic());
        jdk.writeChainingValue(digest, out);
        out.put(jdk.buffer(digest), 0, pending);
        out.position(out.position() + layout.blockBytes() - pending);
        return out.putLong(hasher.length()).array();
    }

    private Optional<Hasher> restored(DigestAlgorithm algorithm, byte[] encoded) {
        JdkHashFields jdk = fields(algorithm);
        HashLayout layout = jdk.layout();
        ByteBuffer in = ByteBuffer.wrap(encoded);
        if (encoded.length != layout.encodedBytes() || in.getInt() != layout.magic()) {
            return Optional.empty();
        }
        long length = in.getLong(encoded.length - Long.BYTES);
        if (length < 0) {
            return Optional.empty();
        }
        MessageDigest digest = Hasher.of(algorithm).messageDigest();
        jdk.readChainingValue(digest, in);
        int pending = (int) (length % layout.blockBytes());
        in.get(jdk.buffer(digest), 0, pending);
        jdk.position(digest, pending, length);
        return Optional.of(new Hasher(algorithm, digest, length));
    }

    private JdkHashFields fields(DigestAlgorithm algorithm) {
        return Objects.requireNonNull(fields.get(algorithm));
    }

    private boolean selfTest() throws ReflectiveOperationException {
        for (DigestAlgorithm algorithm : DigestAlgorithm.values()) {
            int block = fields(algorithm).layout().blockBytes();
            for (int split : new int[] {0, 1, block - 1, block, block + 1}) {
                if (!carries(algorithm, split, 2 * block + 3)) {
                    return false;
                }
            }
        }
        return true;
    }

    private boolean carries(DigestAlgorithm algorithm, int split, int length) throws ReflectiveOperationException {
        byte[] content = new byte[length];
        for (int i = 0; i < length; i++) {
            content[i] = (byte) (i * 31 + split);
        }
        Hasher first = Hasher.of(algorithm);
        first.update(ByteBuffer.wrap(content, 0, split));
        Optional<Hasher> second = restored(algorithm, exported(first));
        second.ifPresent(hasher -> hasher.update(ByteBuffer.wrap(content, split, length - split)));
        // Compares texts: the first comparison of two records takes longer at start than all the hashing here.
        return second.map(hasher -> hasher.digest().toString())
                .equals(Optional.of(Digest.of(algorithm, content).toString()));
    }
}
