package dev.moorage.benchmarks.jmh;

import dev.moorage.application.hash.HashState;
import dev.moorage.application.hash.Hasher;
import dev.moorage.application.hash.PortableHashing;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.digest.DigestAlgorithm;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * Benchmarks of hashing: a mebibyte in a direct buffer as it arrives, and carrying the hash state from one request to the
 * next.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class HashBenchmark {
    private static final int MEBIBYTE = 1 << 20;
    private static final int SOMEWHERE_IN_A_BLOCK = 1001;

    @Param({"SHA256", "SHA512"})
    public DigestAlgorithm algorithm = DigestAlgorithm.CANONICAL;

    private final PortableHashing portable = PortableHashing.detect();
    private final ByteBuffer bytes = ByteBuffer.allocateDirect(MEBIBYTE);
    private Hasher hasher = Hasher.of(algorithm);
    private Optional<HashState> state = Optional.empty();

    /** Makes a hasher that is in the middle of its content. */
    @Setup
    public void begin() {
        byte[] random = new byte[MEBIBYTE];
        new SplittableRandom(1).nextBytes(random);
        bytes.clear().put(random);
        hasher = Hasher.of(algorithm);
        hasher.update(bytes.slice(0, SOMEWHERE_IN_A_BLOCK));
        state = portable.export(hasher);
        if (state.isEmpty()) {
            throw new IllegalStateException("this Java runtime does not give a hash's state; --add-opens is missing");
        }
    }

    @Benchmark
    public Hasher update() {
        hasher.update(bytes.clear());
        return hasher;
    }

    @Benchmark
    public Digest digest() {
        return hasher.digest();
    }

    @Benchmark
    public Optional<HashState> exportState() {
        return portable.export(hasher);
    }

    @Benchmark
    public Optional<Hasher> restoreState() {
        return state.flatMap(portable::restore);
    }
}
