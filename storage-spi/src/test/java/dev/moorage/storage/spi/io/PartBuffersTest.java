package dev.moorage.storage.spi.io;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PartBuffersTest {
    private static final int MIB = 1 << 20;

    @TempDir
    private Path spool;

    private static Part filled(PartBuffers buffers, byte[] content, int capacity, Random random) throws IOException {
        CRC32C crc = new CRC32C();
        Part part = buffers.part(capacity, crc::update);
        int position = 0;
        while (position < content.length) {
            ByteBuffer space = part.space();
            assertThat(space.hasRemaining()).isTrue();
            int count = Math.min(content.length - position, 1 + random.nextInt(space.remaining()));
            space.put(content, position, count);
            part.filled();
            position += count;
        }
        CRC32C expected = new CRC32C();
        expected.update(content);
        assertThat(crc.getValue()).isEqualTo(expected.getValue());
        return part;
    }

    private static byte[] random(Random random, int length) {
        byte[] content = new byte[length];
        random.nextBytes(content);
        return content;
    }

    @Test
    void whereAnAllocationFailsThePartGoesToAFileAndNoneOfTheBudgetIsLost() throws IOException {
        Random random = new Random(7);
        TransferBuffers memory = new TransferBuffers(MIB, 3, _ -> {
            throw new OutOfMemoryError("Cannot reserve direct buffer memory");
        });
        PartBuffers buffers = new PartBuffers(memory, 3L * MIB, spool.toString());
        byte[] content = random(random, 2 * MIB + 17);
        try (Part part = filled(buffers, content, 6 * MIB, random);
                InputStream in = part.open()) {
            assertThat(in.readAllBytes()).isEqualTo(content);
            assertThat(buffers.used()).isZero();
        }
    }

    @Test
    void aPartGivesBackWhatItTookAgainAndAgainFromMemoryAndFromAFile() throws IOException {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        PartBuffers buffers = new PartBuffers(new TransferBuffers(MIB, 4), 3L * MIB, spool.toString());
        for (int length : new int[] {0, 1, 8191, 8192, 8193, MIB, 3 * MIB, 5 * MIB + 17}) {
            byte[] content = random(random, length);
            try (Part part = filled(buffers, content, 6 * MIB, random)) {
                assertThat(part.size()).isEqualTo(length);
                for (int time = 0; time < 2; time++) {
                    try (InputStream in = part.open()) {
                        assertThat(Arrays.equals(in.readAllBytes(), content))
                                .as("seed %d, length %d", seed, length)
                                .isTrue();
                    }
                }
            }
            assertThat(buffers.used()).isZero();
        }
    }

    @Test
    void aSmallPartTakesNothingOfTheBudget() throws IOException {
        PartBuffers buffers = new PartBuffers(new TransferBuffers(MIB, 4), MIB, spool.toString());
        try (Part _ = filled(buffers, new byte[TransferBuffers.SMALL], MIB, new Random(1))) {
            assertThat(buffers.used()).isZero();
        }
    }

    @Test
    void whatOneHasOfTheBudgetAnotherDoesWithoutAndStillTakesAllItsBytes() throws IOException {
        PartBuffers buffers = new PartBuffers(new TransferBuffers(MIB, 4), MIB, spool.toString());
        byte[] content = random(new Random(2), 2 * MIB);
        try (Part first = filled(buffers, content, 2 * MIB, new Random(3));
                Part second = filled(buffers, content, 2 * MIB, new Random(4))) {
            assertThat(buffers.used()).isEqualTo(MIB);
            assertThat(first.isFull()).isTrue();
            assertThat(second.open().readAllBytes()).isEqualTo(content);
        }
    }

    @Test
    void partsAndOtherTransfersShareTheMemoryOfTheServer() throws IOException {
        TransferBuffers memory = new TransferBuffers(MIB, 2);
        PartBuffers buffers = new PartBuffers(memory, 8L * MIB, spool.toString());
        byte[] content = random(new Random(6), 2 * MIB);
        try (TransferBuffers.Lease other = memory.large();
                Part part = filled(buffers, content, 2 * MIB, new Random(7))) {
            assertThat(other.buffer().capacity()).isEqualTo(MIB);
            assertThat(memory.lent()).isEqualTo(2);
            assertThat(buffers.used()).isEqualTo(MIB);
            assertThat(part.open().readAllBytes()).isEqualTo(content);
        }
        assertThat(memory.lent()).isZero();
        assertThat(buffers.used()).isZero();
    }

    @Test
    void theFileOfAPartHasNoNameThatCouldStay() throws IOException {
        PartBuffers buffers = new PartBuffers(new TransferBuffers(MIB, 4), 0, spool.toString());
        try (Part _ = filled(buffers, new byte[MIB], MIB, new Random(5))) {
            assertThat(spool).isEmptyDirectory();
        }
    }

    @Test
    void aPartTakesNoMoreThanItsCapacity() throws IOException {
        PartBuffers buffers = new PartBuffers(new TransferBuffers(MIB, 4), MIB, spool.toString());
        try (Part part = buffers.part(10, _ -> {})) {
            assertThat(part.space().remaining()).isEqualTo(10);
            part.space().put(new byte[10]);
            part.filled();
            assertThat(part.isFull()).isTrue();
        }
    }
}
