package dev.moorage.application.hash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moorage.domain.digest.DigestAlgorithm;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class HasherTest {
    private static final int MOST = 40_000;

    @ParameterizedTest
    @EnumSource
    void hashesTheSameFromBuffersOnAndOutsideOfTheHeap(DigestAlgorithm algorithm) throws NoSuchAlgorithmException {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        MessageDigest expected = MessageDigest.getInstance(algorithm.jcaName());
        Hasher hasher = Hasher.of(algorithm);
        long length = 0;
        for (int i = 0; i < 200; i++) {
            byte[] content = new byte[random.nextInt(MOST)];
            random.nextBytes(content);
            ByteBuffer buffer = buffer(random, content);
            hasher.update(buffer);
            expected.update(content);
            length += content.length;
            assertThat(buffer.hasRemaining()).as("seed %d", seed).isFalse();
            assertThat(hasher.length()).as("seed %d", seed).isEqualTo(length);
        }
        assertThat(hasher.digest().hex())
                .as("seed %d", seed)
                .isEqualTo(HexFormat.of().formatHex(expected.digest()));
    }

    private static ByteBuffer buffer(Random random, byte... content) {
        ByteBuffer onHeap = ByteBuffer.allocate(MOST);
        ByteBuffer outside = ByteBuffer.allocateDirect(MOST + 7);
        return switch (random.nextInt(4)) {
            case 0 -> onHeap.put(content).flip();
            case 1 -> onHeap.put(content).flip().asReadOnlyBuffer();
            case 2 -> outside.put(content).flip();
            default -> outside.position(7).put(content).flip().position(7);
        };
    }
}
