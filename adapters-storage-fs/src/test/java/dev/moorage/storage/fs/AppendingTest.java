package dev.moorage.storage.fs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.moorage.storage.spi.io.TransferBuffers;
import dev.moorage.storage.spi.staging.BodySource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AppendingTest {
    private static final int LARGE = 4 * TransferBuffers.SMALL;

    private final TransferBuffers buffers = new TransferBuffers(LARGE, 2);

    /** Fills every buffer, and stalls once before the sixth read. */
    private final class StallsOnce implements BodySource {
        private final List<Integer> spareWhileStalled = new ArrayList<>();
        private int reads;

        @Override
        public boolean await(Duration most) {
            if (reads != 5) {
                return true;
            }
            if (most.compareTo(Duration.ofDays(1)) < 0) {
                return false;
            }
            try (TransferBuffers.Lease one = buffers.large();
                    TransferBuffers.Lease two = buffers.large()) {
                spareWhileStalled.add(one.buffer().capacity());
                spareWhileStalled.add(two.buffer().capacity());
            }
            return true;
        }

        @Override
        public int read(ByteBuffer destination) {
            if (reads++ == 8) {
                return -1;
            }
            int count = destination.remaining();
            destination.position(destination.limit());
            return count;
        }
    }

    @Test
    void aStalledBodyHoldsNoLargeBuffer() throws IOException {
        StallsOnce body = new StallsOnce();
        List<Integer> written = new ArrayList<>();
        try (Appending appending =
                new Appending(buffers, PipelinedWriter.threads(), bytes -> written.add(bytes.remaining()))) {
            assertThat(appending.append(body)).isEmpty();
        }
        assertThat(body.spareWhileStalled).containsExactly(LARGE, LARGE);
        assertThat(written).startsWith(TransferBuffers.SMALL, TransferBuffers.SMALL, LARGE, LARGE, LARGE);
    }

    @Test
    void aWriteThatFailsDuringTheNextReadIsThrown() {
        try (Appending appending = new Appending(buffers, PipelinedWriter.threads(), bytes -> {
            if (bytes.remaining() == LARGE) {
                throw new IOException("the disk is full");
            }
        })) {
            assertThatExceptionOfType(IOException.class)
                    .isThrownBy(() -> appending.append(new StallsOnce()))
                    .withMessage("the disk is full");
        }
        assertThat(buffers.large().buffer().capacity()).isEqualTo(LARGE);
    }
}
