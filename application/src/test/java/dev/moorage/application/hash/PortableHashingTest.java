package dev.moorage.application.hash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.digest.DigestAlgorithm;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PortableHashingTest {
    private static final long SEED = 20261124;
    private final PortableHashing hashing = PortableHashing.detect();

    @Test
    void isAvailableWhereTheFieldsAreOpen() {
        assertThat(hashing.isAvailable()).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void goesOnFromEverySplitAsIfNothingHadHappened(DigestAlgorithm algorithm) {
        byte[] content = new byte[600];
        new Random(SEED).nextBytes(content);
        Digest whole = Digest.of(algorithm, content);
        for (int split = 0; split <= 300; split++) {
            Hasher first = Hasher.of(algorithm);
            first.update(ByteBuffer.wrap(content, 0, split));
            Hasher second = hashing.restore(hashing.export(first).orElseThrow()).orElseThrow();
            second.update(ByteBuffer.wrap(content, split, content.length - split));
            assertThat(second.digest()).as("seed %d, split %d", SEED, split).isEqualTo(whole);
            assertThat(second.length()).isEqualTo(content.length);
        }
    }

    @Test
    void goesOnFromAWholeNumberOfBlocksAlsoOnceTheHashesAreCompiled() {
        byte[] content = new byte[1 << 20];
        new Random(SEED).nextBytes(content);
        for (int round = 0; round < 40; round++) {
            for (DigestAlgorithm algorithm : DigestAlgorithm.values()) {
                Digest.of(algorithm, content);
            }
        }
        for (DigestAlgorithm algorithm : DigestAlgorithm.values()) {
            for (int round = 0; round < 500; round++) {
                int split = 64 * (round % 50);
                Hasher first = Hasher.of(algorithm);
                first.update(ByteBuffer.wrap(content, 0, split));
                Hasher second =
                        hashing.restore(hashing.export(first).orElseThrow()).orElseThrow();
                first.update(ByteBuffer.wrap(content, split, 1000));
                second.update(ByteBuffer.wrap(content, split, 1000));
                assertThat(second.digest())
                        .as("%s, split %d, round %d", algorithm, split, round)
                        .isEqualTo(first.digest());
            }
        }
        assertThat(PortableHashing.detect().isAvailable()).isTrue();
    }

    @Test
    void speaksTheFormatThatGoSpeaks() {
        Hasher hasher = Hasher.of(DigestAlgorithm.SHA256);
        hasher.update(ByteBuffer.wrap(new byte[] {'a', 'b', 'c'}));
        ByteBuffer expected = ByteBuffer.allocate(108);
        expected.put(new byte[] {'s', 'h', 'a', 3});
        for (int word : new int[] {
            0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19
        }) {
            expected.putInt(word);
        }
        expected.put(new byte[] {'a', 'b', 'c'}).putLong(100, 3);
        HashState state = hashing.export(hasher).orElseThrow();
        assertThat(Base64.getDecoder().decode(state.encoded())).isEqualTo(expected.array());
    }

    @Test
    void refusesAStateThatIsCutOrOfAnotherAlgorithmOrOfAnotherLength() {
        Hasher hasher = Hasher.of(DigestAlgorithm.SHA256);
        hasher.update(ByteBuffer.wrap(new byte[100]));
        HashState state = hashing.export(hasher).orElseThrow();
        String cut = state.encoded().substring(0, 80);
        assertThat(hashing.restore(new HashState(DigestAlgorithm.SHA256, 100, cut)))
                .isEmpty();
        assertThat(hashing.restore(new HashState(DigestAlgorithm.SHA512, 100, state.encoded())))
                .isEmpty();
        assertThat(hashing.restore(new HashState(DigestAlgorithm.SHA256, 99, state.encoded())))
                .isEmpty();
        assertThat(hashing.restore(new HashState(DigestAlgorithm.SHA256, 100, "not base64!")))
                .isEmpty();
    }

    @Test
    void givesAndTakesNothingWhereItIsUnavailable() {
        PortableHashing unavailable = PortableHashing.unavailable();
        Hasher hasher = Hasher.of(DigestAlgorithm.SHA256);
        assertThat(unavailable.export(hasher)).isEqualTo(Optional.empty());
        assertThat(unavailable.restore(hashing.export(hasher).orElseThrow())).isEmpty();
    }

    @Test
    void theHasherCanGoOnAfterItWasAskedForItsDigest() {
        Hasher hasher = Hasher.of(DigestAlgorithm.SHA512);
        hasher.update(ByteBuffer.wrap(new byte[] {1, 2}));
        assertThat(hasher.digest()).isEqualTo(Digest.of(DigestAlgorithm.SHA512, new byte[] {1, 2}));
        hasher.update(ByteBuffer.wrap(new byte[] {3}));
        assertThat(hasher.digest()).isEqualTo(Digest.of(DigestAlgorithm.SHA512, new byte[] {1, 2, 3}));
    }
}
