package dev.moorage.application.service.maintenance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.digest.DigestAlgorithm;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LinkedDigestsTest {
    private static final int COUNT = 500_000;

    private static Digest next(Random random) {
        DigestAlgorithm algorithm = DigestAlgorithm.values()[random.nextInt(3)];
        byte[] bytes = new byte[algorithm.hexLength() / 2];
        random.nextBytes(bytes);
        return new Digest(algorithm, HexFormat.of().formatHex(bytes));
    }

    @Test
    void everyDigestThatWasAddedIsFoundAndNoOther() {
        long seed = System.nanoTime();
        LinkedDigests digests = new LinkedDigests();
        Random added = new Random(seed);
        for (int i = 0; i < COUNT; i++) {
            digests.add(next(added));
        }
        Random again = new Random(seed);
        for (int i = 0; i < COUNT; i++) {
            Digest digest = next(again);
            digests.add(digest);
            assertThat(digests.contains(digest))
                    .as("seed %d, digest %d", seed, i)
                    .isTrue();
        }
        assertThat(digests.size()).as("seed %d", seed).isEqualTo(COUNT);
        for (int i = 0; i < COUNT; i++) {
            assertThat(digests.contains(next(again)))
                    .as("seed %d, other %d", seed, i)
                    .isFalse();
        }
    }

    @Test
    void aDigestTakes20To25Bytes() {
        LinkedDigests digests = new LinkedDigests();
        Random random = new Random(7);
        for (int i = 0; i < COUNT; i++) {
            digests.add(next(random));
            if (i > COUNT / 2 && i % 10_000 == 0) {
                assertThat((double) digests.bytes() / digests.size()).isBetween(19.5, 26.0);
            }
        }
    }

    @Test
    void digestsThatBeginWithNoughtsAreKeptApart() {
        LinkedDigests digests = new LinkedDigests();
        for (int i = 0; i < 1000; i++) {
            digests.add(new Digest(DigestAlgorithm.SHA256, "%032x%032x".formatted(2 * i, 0)));
        }
        assertThat(digests.size()).isEqualTo(1000);
        assertThat(digests.contains(new Digest(DigestAlgorithm.SHA256, "%032x%032x".formatted(2000, 0))))
                .isFalse();
        assertThat(digests.contains(new Digest(DigestAlgorithm.SHA256, "%032x%032x".formatted(0, 0))))
                .isTrue();
    }
}
