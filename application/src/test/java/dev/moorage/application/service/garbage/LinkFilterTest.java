package dev.moorage.application.service.garbage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moorage.domain.digest.Digest;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The filter of linked digests. */
class LinkFilterTest {
    private static final int COUNT = 1_000_000;
    private static final long SEED = 7;

    private static Digest digest(Random random) {
        byte[] bytes = new byte[32];
        random.nextBytes(bytes);
        return Digest.tryParse("sha256:" + HexFormat.of().formatHex(bytes)).orElseThrow();
    }

    @Test
    void noDigestIsForgottenAndFewOthersAreTakenForOneInTwoToFiveBytesForEach() {
        System.out.println("seed " + SEED);
        LinkFilter filter = new LinkFilter(SEED);
        Random added = new Random(SEED);
        for (int i = 0; i < COUNT; i++) {
            Digest digest = digest(added);
            filter.add(digest);
            filter.add(digest);
        }
        Random again = new Random(SEED);
        for (int i = 0; i < COUNT; i++) {
            assertThat(filter.mayContain(digest(again))).isTrue();
        }
        Random others = new Random(SEED + 1);
        int mistaken = 0;
        for (int i = 0; i < 100_000; i++) {
            mistaken += filter.mayContain(digest(others)) ? 1 : 0;
        }
        System.out.println(mistaken + " of 100000 are mistaken, " + filter.bytes() + " bytes");
        assertThat(mistaken).isLessThan(1000);
        assertThat(filter.bytes()).isLessThan(5L * COUNT);
    }

    @Test
    void anotherSaltMakesOtherMistakes() {
        LinkFilter one = new LinkFilter(1);
        LinkFilter two = new LinkFilter(2);
        Random added = new Random(SEED);
        for (int i = 0; i < 65_536; i++) {
            Digest digest = digest(added);
            one.add(digest);
            two.add(digest);
        }
        Random others = new Random(SEED + 1);
        int both = 0;
        int first = 0;
        for (int i = 0; i < 200_000; i++) {
            Digest digest = digest(others);
            first += one.mayContain(digest) ? 1 : 0;
            both += one.mayContain(digest) && two.mayContain(digest) ? 1 : 0;
        }
        assertThat(first).isPositive();
        assertThat(both).isLessThan(first / 4 + 1);
    }
}
