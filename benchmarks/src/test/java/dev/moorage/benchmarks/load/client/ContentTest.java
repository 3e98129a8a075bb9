package dev.moorage.benchmarks.load.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

final class ContentTest {
    private final long seed = RandomGenerator.getDefault().nextLong();
    private final Contents contents = new Contents(seed);

    @Test
    void theDigestIsThatOfTheBytesForEverySize() throws Exception {
        for (long size : new long[] {16, 17, 4096, 1_048_573, 1_048_573 + 16, 1_048_573 + 17, 3 << 20}) {
            Content content = contents.make(size);
            byte[] bytes = bytes(content);
            assertThat(bytes).as("seed %s", seed).hasSize((int) size);
            assertThat(content.digest())
                    .as("seed %s, size %s", seed, size)
                    .isEqualTo("sha256:"
                            + HexFormat.of()
                                    .formatHex(
                                            MessageDigest.getInstance("SHA-256").digest(bytes)));
        }
    }

    @Test
    void noTwoAreAlike() {
        List<Content> same = contents.make(4096, 100);
        assertThat(same).extracting(Content::digest).doesNotHaveDuplicates();
    }

    @Test
    void aChangedByteIsSeenWhereverItIs() {
        Content content = contents.make(1_048_573 + 100);
        byte[] bytes = bytes(content);
        assertThat(content.matches(0, ByteBuffer.wrap(bytes))).isTrue();
        for (int at : new int[] {0, 1_048_572, 1_048_573, bytes.length - 17, bytes.length - 16, bytes.length - 1}) {
            bytes[at] ^= 1;
            assertThat(content.matches(0, ByteBuffer.wrap(bytes)))
                    .as("byte %s", at)
                    .isFalse();
            bytes[at] ^= 1;
        }
    }

    @Test
    void bytesAtAnotherPlaceAreNotTheSame() {
        Content content = contents.make(1 << 20);
        ByteBuffer some = content.slice(5000, 1000);
        assertThat(content.matches(5000, some)).isTrue();
        assertThat(content.matches(4999, some)).isFalse();
        assertThat(content.matches(1 << 19, some)).isFalse();
    }

    @Test
    void moreThanThereIsDoesNotMatch() {
        Content content = contents.make(64);
        assertThat(content.matches(60, ByteBuffer.wrap(bytes(content), 60, 4))).isTrue();
        assertThat(content.matches(60, ByteBuffer.allocate(5))).isFalse();
    }

    @Test
    void aBlobTooSmallToBeUnlikeOthersIsRefused() {
        assertThatThrownBy(() -> contents.make(15)).isInstanceOf(IllegalArgumentException.class);
    }

    private static byte[] bytes(Content content) {
        ByteBuffer bytes = ByteBuffer.allocate((int) content.size());
        while (bytes.hasRemaining()) {
            bytes.put(content.slice(bytes.position(), 100_000));
        }
        return bytes.array();
    }
}
